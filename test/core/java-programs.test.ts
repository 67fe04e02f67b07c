import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import gradle from '../../server/src/core/builders/java-gradle';
import maven from '../../server/src/core/builders/java-maven';
import plain from '../../server/src/core/builders/java-plain';
import { dockerfile } from '../../server/src/core/text/dockerfile-tag';
import { splitWith, type Files } from '../harness/split';

type Row = readonly [title: string, text: string, files: Files, expected: RegExp];

function pom(plugins: string, more = ''): string {
  return `<project><artifactId>shop</artifactId><version>1.0</version>${more}
    <build><plugins>${plugins}</plugins></build></project>`;
}

const shade = `<plugin><artifactId>maven-shade-plugin</artifactId>
  <executions><execution><phase>package</phase><goals><goal>shade</goal></goals></execution></executions></plugin>`;
const boot = '<plugin><artifactId>spring-boot-maven-plugin</artifactId></plugin>';
const corporate = '<parent><artifactId>corporate</artifactId><version>1</version></parent>';
const repackage = boot.replace(
  '</artifactId>',
  '</artifactId><executions><execution><goals><goal>repackage</goal></goals></execution></executions>',
);
const sources = '<plugin><artifactId>maven-source-plugin</artifactId></plugin>';
const libraries = `<plugin><artifactId>maven-jar-plugin</artifactId><configuration><archive><manifest>
  <addClasspath>true</addClasspath><classpathPrefix>lib/</classpathPrefix><mainClass>Main</mainClass>
  </manifest></archive></configuration></plugin>
  <plugin><artifactId>maven-dependency-plugin</artifactId><executions><execution><goals><goal>copy-dependencies</goal>
  </goals><configuration><outputDirectory>\${project.build.directory}/lib</outputDirectory></configuration>
  </execution></executions></plugin>`;

describe('builder: Java with Maven, places of the jar', () => {
  const text = dockerfile`
    FROM maven:3.9-eclipse-temurin-21
    WORKDIR /app
    COPY . .
    RUN mvn package
    CMD ["java", "-jar", "target/shop-1.0.jar"]
  `;
  const files: Files = { 'pom.xml': pom(shade) };
  const byPattern = text.replace(/CMD.*/, 'CMD java -jar target/*.jar');
  const rows: readonly Row[] = [
    [
      'in the root folder',
      text.replace('/app', '/'),
      files,
      /--from=build \/target\/shop-1\.0\.jar/,
    ],
    [
      'of a module',
      text.replace('target/shop', 'web/target/shop'),
      { 'pom.xml': pom(''), 'web/pom.xml': pom(shade) },
      /--from=build \/app\/web\/target\/shop-1\.0\.jar/,
    ],
    [
      'a pattern that means one jar',
      byPattern,
      files,
      /--from=build \/app\/target\/shop-1\.0\.jar/,
    ],
    [
      'a jar whose name a parent from a registry may set',
      text,
      { 'pom.xml': pom(repackage, corporate) },
      /COPY --from=build \/app\/target\/shop-1\.0\.jar/,
    ],
    [
      'an agent beside it',
      text.replace('"-jar"', '"-javaagent:/opt/agent.jar=port=80", "-Xmx64m", "-jar"'),
      files,
      /COPY --from=build \/opt\/agent\.jar \/opt\/agent\.jar/,
    ],
    [
      'an agent in the working directory',
      text.replace('"-jar"', '"-javaagent:agent.jar", "-jar"'),
      files,
      /COPY --from=build \/app\/agent\.jar \/app\/agent\.jar/,
    ],
    [
      'goals that a command gives',
      text.replace('mvn package', 'mvn $(cat goals) package'),
      files,
      /COPY --from=build \/app\/target\/shop/,
    ],
    [
      'a pattern that means the shaded jar beside the plain one',
      text.replace(/CMD.*/, 'CMD java -jar target/*-shaded.jar'),
      {
        'pom.xml': pom(
          shade.replace(
            '</artifactId>',
            '</artifactId><configuration><shadedArtifactAttached>true</shadedArtifactAttached></configuration>',
          ),
        ),
      },
      /--from=build \/app\/target\/shop-1\.0-shaded\.jar/,
    ],
    [
      'goals that a variable holds',
      text.replace('mvn package', 'mvn $GOALS package'),
      files,
      /COPY --from=build \/app\/target\/shop/,
    ],
    [
      'the sources jar, when a parent from a registry may name the others',
      text.replace('1.0.jar', '1.0-sources.jar'),
      { 'pom.xml': pom(repackage, corporate) },
      /^refused: pom\.xml does not say that shop-1\.0-sources\.jar/,
    ],
    [
      'a pattern, when the name is not known',
      byPattern,
      { 'pom.xml': pom(repackage, corporate) },
      /^refused: Which jar "\*\.jar" means/,
    ],
    [
      'a pattern beside the jar of the sources',
      byPattern,
      { 'pom.xml': pom(shade + sources) },
      /^refused: Which jar/,
    ],
    [
      'a module without a pom.xml',
      text.replace('target/shop', 'web/target/shop'),
      files,
      /^refused: The pom\.xml of the module that makes \/app\/web\/target\/shop-1\.0\.jar/,
    ],
    [
      'elsewhere',
      text.replace('target/', '/opt/'),
      files,
      /^refused: How \/opt\/shop-1\.0\.jar is/,
    ],
    ['not in target', text.replace('target/', 'lib/'), files, /^refused: How \/app\/lib\/shop/],
    [
      'a link',
      text
        .replace('package', 'package && ln -s /app/target/shop-1.0.jar /app.jar')
        .replace('target/shop-1.0.jar"', '/app.jar"'),
      files,
      /^refused: The container starts a link/,
    ],
    [
      'moved away from its libraries',
      text
        .replace('package', 'package && mv target/shop-1.0.jar /opt/shop.jar')
        .replace('target/shop-1.0.jar"', '/opt/shop.jar"'),
      {
        'pom.xml': pom(
          libraries,
          '<dependencies><dependency><artifactId>gson</artifactId></dependency></dependencies>',
        ),
      },
      /^refused: The jar is moved away from the folder of its libraries/,
    ],
    [
      'pushd',
      text.replace('mvn', 'pushd web && mvn'),
      files,
      /^refused: The folder in which Maven works/,
    ],
    [
      'a class path elsewhere',
      text.replace(/CMD.*/, 'CMD ["java", "-cp", "target/classes:/opt/lib/*", "Main"]'),
      files,
      /^refused: How \/opt\/lib is made/,
    ],
  ];
  for (const [title, source, project, expected] of rows) {
    test(title, () => {
      assert.match(splitWith(maven, source, project) ?? 'not offered', expected);
    });
  }
});

describe('what a container gives to java', () => {
  const text = dockerfile`
    FROM maven:3.9-eclipse-temurin-21
    WORKDIR /app
    COPY . .
    RUN mvn package
  `;
  const rows: readonly (readonly [command: string, expected: RegExp])[] = [
    ['["java", "-jar"]', /^refused: Which jar the container starts/],
    ['java -jar $JAR', /^refused: Which jar the container starts/],
    ['["java", "--module", "shop/Main"]', /^refused: The container starts a module/],
    ['["java", "@options"]', /^refused: The container starts a module/],
    ['["java", "org.example.Main"]', /^refused: The class path of the container is not known/],
    ['["java", "-cp"]', /^refused: The class path of the container is not known/],
    ['["java", "-cp", "C:\\\\x", "Main"]', /^refused: The class path of the container/],
    [
      '["java", "--add-opens", "java.base/java.lang=ALL-UNNAMED", "-cp", "target/classes:target/classes", "Main", "-jar", "x.jar"]',
      /--from=build \/app\/target\/classes \/app\/target\/classes\n/,
    ],
    ['["java", "-cp", "target/classes:", "Main"]', /^refused: How \/app is made is not known/],
    [
      '["java", "-javaagent:C:\\\\agent.jar", "-cp", "target/classes", "Main"]',
      /--from=build \/app\/target\/classes/,
    ],
    ['java -cp target/classes ${JAVA_OPTS} Main', /--from=build \/app\/target\/classes/],
  ];
  for (const [command, expected] of rows) {
    test(command, () => {
      const split = splitWith(maven, `${text}CMD ${command}\n`, { 'pom.xml': pom('') });
      assert.match(split ?? 'not offered', expected);
    });
  }
});

describe('files beside the classes', () => {
  const text = dockerfile`
    FROM maven:3.9-eclipse-temurin-21
    WORKDIR /app
    COPY . .
    COPY certs/ca.pem /certs/
    COPY tools/agent /opt/agent
    COPY settings.xml /root/.m2/
    RUN mvn package
    CMD ["java", "-jar", "target/shop-1.0.jar"]
  `;
  const files: Files = {
    'pom.xml': pom(shade),
    'settings.xml': '',
    'certs/ca.pem': '',
    'tools/agent/a.jar': '',
    'build/old.yml': '',
  };
  const copy = 'COPY certs/ca.pem /certs/';
  const rows: readonly Row[] = [
    [
      'certificates and agents come along, settings of Maven do not',
      text,
      files,
      /COPY --from=build \/certs\/ca\.pem \/certs\/ca\.pem\nCOPY --from=build \/opt\/agent \/opt\/agent\n\n/,
    ],
    [
      'files of a stage',
      text.replace(copy, 'COPY --from=busybox:1 /bin/busybox /tools/'),
      files,
      /--from=build \/tools /,
    ],
    [
      'into the root folder',
      text.replace(copy, 'COPY certs/ca.pem /'),
      files,
      /COPY --from=build \/ca\.pem \/ca\.pem\n/,
    ],
    [
      'the sources, into two folders',
      text.replace(copy, 'COPY src /build/src'),
      { ...files, 'src/main/java/A.java': '' },
      /COPY --from=build \/opt\/agent/,
    ],
    [
      'a folder of the system',
      text.replace(copy, 'COPY certs /etc'),
      files,
      /^refused: What is copied to \/etc is not known/,
    ],
    [
      'a COPY below the build stays where it is',
      text.replace('CMD', 'COPY certs /late\nCMD'),
      files,
      /\n\nCOPY certs \/late\nCMD/,
    ],
    [
      'a source that a variable names',
      text.replace(copy, 'ARG NAME\nCOPY $NAME /certs/'),
      files,
      /^refused: What is copied to \/certs is not known/,
    ],
    [
      'a script that lists the folder it runs in',
      text,
      { ...files, 'tool.py': 'os.listdir(".")' },
      /^refused: tool\.py lists the folder that it runs in/,
    ],
    [
      'a pattern',
      text.replace(copy, 'COPY certs/*.pem /certs/'),
      files,
      /^refused: What is copied to \/certs is not known/,
    ],
    [
      'a place that a variable holds',
      text.replace(copy, 'ARG PLACE\nCOPY certs/ca.pem $PLACE'),
      files,
      /^refused: Where a COPY puts its files is not known/,
    ],
    [
      'a program of ENV that reads its sources',
      text.replace('RUN', 'ENV CONFIG=src/main/resources/app.yml\nRUN'),
      files,
      /^refused: The program reads files from the folder of its sources/,
    ],
    [
      'a script as health check',
      text.replace('CMD', 'HEALTHCHECK CMD ["/app/check.sh"]\nCMD'),
      files,
      /^refused: What check\.sh runs is not looked at/,
    ],
    [
      'a health check by a program that a variable names',
      text.replace('CMD', 'HEALTHCHECK CMD $CHECK\nCMD'),
      files,
      /COPY --from=build \/certs/,
    ],
    [
      'curl, which is only in the image that builds',
      text.replace('CMD', 'HEALTHCHECK CMD git status\nCMD'),
      files,
      /^refused: The container runs git, which the runtime image lacks/,
    ],
    [
      'a file that a source names, copied by a pattern',
      text.replace('COPY . .', 'COPY pom.xml ./\nCOPY src ./src\nCOPY d*a ./data/'),
      { ...files, 'src/main/java/A.java': 'open("data/x.bin")', 'data/x.bin': '' },
      /COPY --from=build \/app\/data \/app\/data\n/,
    ],
  ];
  for (const [title, source, project, expected] of rows) {
    test(title, () => {
      assert.match(splitWith(maven, source, project) ?? 'not offered', expected);
    });
  }
});

describe('builder: Java with Gradle, what a jar holds', () => {
  const text = dockerfile`
    FROM gradle:8-jdk21
    WORKDIR /app
    COPY . .
    RUN gradle build
    CMD java -jar build/libs/shop.jar
  `;
  const fat = `jar {\n manifest { attributes 'Main-Class': 'A' }\n from { configurations.runtimeClasspath.collect { zipTree(it) } }\n}\n`;
  const pattern = text.replace('shop.jar', '*.jar');
  const made = /COPY --from=build \/app\/build\/libs\/shop\.jar/;
  const unsaid = /^refused: build\.gradle does not say that (?:shop|\*)\.jar holds/;
  const bootId = "id 'org.springframework.boot' version '3.5.0'";
  const rows: readonly Row[] = [
    ['no dependencies', text, { 'build.gradle': "plugins { id 'java' }\n" }, made],
    [
      'in the root folder',
      text.replace('/app', '/'),
      { 'build.gradle': "plugins { id 'java' }\n" },
      /--from=build \/build\/libs\/shop\.jar/,
    ],
    [
      'a subproject',
      text.replace('build/libs', 'web/build/libs'),
      { 'settings.gradle.kts': 'include("web")', 'web/build.gradle': "plugins { id 'java' }\n" },
      /--from=build \/app\/web\/build\/libs\/shop\.jar/,
    ],
    ['a plugin that may do anything', text, { 'build.gradle': "plugins { id 'war' }\n" }, unsaid],
    [
      'subprojects without dependencies that are named',
      text,
      { 'build.gradle': "plugins { id 'java' }\n", 'settings.gradle': "include 'core'\n" },
      unsaid,
    ],
    [
      'the shadow plugin under another name',
      text,
      {
        'build.gradle':
          "plugins { id 'io.ktor.plugin' version '3' }\nshadowJar { archiveFileName = 'shop.jar' }\n",
      },
      made,
    ],
    [
      'the plain jar beside that of the shadow plugin',
      text,
      { 'build.gradle': "plugins { id 'com.gradleup.shadow' version '9' }\n" },
      unsaid,
    ],
    [
      'the plain jar of Spring Boot by its own name',
      text,
      { 'build.gradle': `plugins { ${bootId} }\njar.archiveFileName = 'shop.jar'\n` },
      unsaid,
    ],
    [
      'a pattern for the only fat jar',
      pattern,
      { 'build.gradle': `plugins { id 'java' }\n${fat}` },
      /COPY --from=build \/app\/build\/libs \/app\/build\/libs\n/,
    ],
    [
      'a pattern for a fat jar beside subprojects',
      pattern,
      { 'build.gradle': fat, 'settings.gradle': "include 'core'\n" },
      unsaid,
    ],
    [
      'a pattern with the shadow plugin',
      pattern,
      { 'build.gradle': `plugins { ${bootId}\n id 'com.gradleup.shadow' }\n` },
      unsaid,
    ],
    [
      'a pattern, and more tasks than bootJar',
      pattern.replace('gradle build', 'gradle build bootJar'),
      { 'build.gradle': `plugins { ${bootId} }\n` },
      unsaid,
    ],
    [
      'a pattern, and a task that is computed',
      pattern.replace('gradle build', 'gradle bootJar $(cat tasks)'),
      { 'build.gradle': `plugins { ${bootId} }\n` },
      unsaid,
    ],
    [
      'a pattern, and bootJar of the root by its path',
      pattern.replace('gradle build', 'gradle :bootJar'),
      { 'build.gradle': `plugins { ${bootId} }\n` },
      /COPY --from=build \/app\/build\/libs \/app\/build\/libs\n/,
    ],
    [
      'the jar of the tests',
      text.replace('shop.jar', 'shop-tests.jar'),
      { 'build.gradle': fat },
      /^refused: build\.gradle does not say that shop-tests\.jar/,
    ],
    [
      'elsewhere',
      text.replace('build/libs', '/opt'),
      { 'build.gradle': fat },
      /^refused: How \/opt\/shop\.jar is made/,
    ],
    [
      'a subproject that is not there',
      text.replace('build/libs', 'web/build/libs'),
      { 'build.gradle': fat },
      /^refused: How \/app\/web\/build\/libs\/shop\.jar is made/,
    ],
    [
      'a link',
      text
        .replace('gradle build', 'gradle build && ln -s /app/build/libs/shop.jar /x.jar')
        .replace('-jar build/libs/shop.jar', '-jar /x.jar'),
      { 'build.gradle': fat },
      /^refused: The container starts a link/,
    ],
    [
      'pushd',
      text.replace('gradle build', 'pushd web && gradle build'),
      { 'build.gradle': fat },
      /^refused: The folder in which Gradle works/,
    ],
    [
      'Gradle as main process',
      text.replace(/CMD.*/, 'CMD gradle run'),
      { 'build.gradle': fat },
      /^refused: The container does not start java itself/,
    ],
    [
      'nothing is started',
      text.replace(/CMD.*/, ''),
      { 'build.gradle': fat },
      /^refused: The container does not start java itself/,
    ],
    [
      'an installation elsewhere',
      text.replace(/CMD.*/, 'CMD ["/opt/build/install/shop/bin/shop"]'),
      { 'build.gradle': fat },
      /^refused: The container does not start java itself/,
    ],
    [
      'a class path below build',
      text.replace(/CMD.*/, 'CMD ["java", "-cp", "build/classes/java/main", "Main"]'),
      { 'build.gradle': fat },
      /COPY --from=build \/app\/build\/classes\/java\/main/,
    ],
    [
      'a class path below another build',
      text.replace(/CMD.*/, 'CMD ["java", "-cp", "/srv/build/classes", "Main"]'),
      { 'build.gradle': fat },
      /^refused: How \/srv\/build\/classes is made/,
    ],
  ];
  for (const [title, source, project, expected] of rows) {
    test(title, () => {
      assert.match(splitWith(gradle, source, project) ?? 'not offered', expected);
    });
  }

  test('only dependencies are fetched', () => {
    const fetches = text.replace('gradle build', 'gradle dependencies');
    assert.equal(splitWith(gradle, fetches, { 'build.gradle': fat }), undefined);
  });
});

describe('builder: Java with javac, ways to make a jar', () => {
  const files: Files = {
    'Main.java': 'class Main {}',
    'META-INF/MANIFEST.MF': 'Main-Class: Main\n',
  };
  const text = dockerfile`
    FROM eclipse-temurin:21
    WORKDIR /app
    COPY . .
    RUN mkdir out && javac -d out Main.java && jar cfe app.jar Main -C out .
    CMD ["java", "-jar", "app.jar"]
  `;
  const made = /COPY --from=build \/app\/app\.jar \/app\/app\.jar\n/;
  const rows: readonly Row[] = [
    ['--file=', text.replace('cfe app.jar', '--create --file=app.jar -e'), files, made],
    ['-f', text.replace('cfe app.jar', '-c -f app.jar -e'), files, made],
    ['--file', text.replace('cfe app.jar', '--create --file app.jar -e'), files, made],
    [
      'a manifest by its option',
      text.replace('cfe app.jar Main', '-c -f app.jar --manifest=META-INF/MANIFEST.MF'),
      files,
      /^refused: The manifest of the jar may name other jars/,
    ],
    [
      'a manifest by its letter',
      text.replace('cfe app.jar Main', 'cvfm app.jar META-INF/MANIFEST.MF'),
      files,
      made,
    ],
    [
      'a manifest that is made by a command',
      text.replace('cfe app.jar Main', 'cfm app.jar m.txt'),
      { 'Main.java': 'class Main {}' },
      /^refused: The manifest of the jar may name other jars/,
    ],
    [
      'to standard output',
      text.replace('cfe app.jar Main', 'c'),
      files,
      /^refused: How \/app\/app\.jar is made/,
    ],
    [
      'nothing',
      text.replace(' cfe app.jar Main -C out .', ''),
      files,
      /^refused: How \/app\/app\.jar/,
    ],
    [
      'nothing starts',
      text.replace(/CMD.*/, 'CMD ["./start"]'),
      files,
      /^refused: The container does not start java itself/,
    ],
    ['Ant', text.replace('jar cfe', 'ant && jar cfe'), files, /^not offered$/],
    ['no compiler', text.replace(/RUN.*/, 'RUN $TOOL'), files, /^not offered$/],
    [
      'an unknown runtime image',
      text.replace('eclipse-temurin:21', 'example.org/jdk:21'),
      files,
      /^refused: What the base image holds is not known/,
    ],
  ];
  for (const [title, source, project, expected] of rows) {
    test(title, () => {
      assert.match(splitWith(plain, source, project) ?? 'not offered', expected);
    });
  }
});
