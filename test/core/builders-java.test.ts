import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import gradle from '../../server/src/core/builders/java-gradle';
import maven from '../../server/src/core/builders/java-maven';
import plain from '../../server/src/core/builders/java-plain';
import { dockerfile } from '../../server/src/core/text/dockerfile-tag';
import { runtimeStage, splitWith, type Files } from '../harness/split';

const shade = `<plugin><artifactId>maven-shade-plugin</artifactId>
  <executions><execution><phase>package</phase><goals><goal>shade</goal></goals></execution></executions></plugin>`;

function pom(plugins: string, more = ''): string {
  return `<project><artifactId>shop</artifactId><version>1.0</version>${more}
    <dependencies><dependency><artifactId>gson</artifactId></dependency></dependencies>
    <build><plugins>${plugins}</plugins></build></project>`;
}

const shaded: Files = {
  'pom.xml': pom(shade),
  'src/main/java/org/example/Main.java': 'Files.readString(Path.of("data/items.json"));',
  'src/main/resources/page.html': '',
  'data/items.json': '',
};

const mavenFile = dockerfile`
  FROM maven:3.9-eclipse-temurin-21-alpine
  WORKDIR /app
  COPY . .
  RUN mvn package
  EXPOSE 8080
  CMD ["java", "-jar", "target/shop-1.0.jar"]
`;

describe('builder: Java with Maven', () => {
  test('the jar and the files it reads stay at their places', () => {
    assert.equal(
      splitWith(maven, mavenFile, shaded),
      dockerfile`
        FROM maven:3.9-eclipse-temurin-21-alpine AS build
        WORKDIR /app
        COPY . .
        RUN mvn package

        FROM eclipse-temurin:21-jre-alpine
        WORKDIR /app
        COPY --from=build /app/target/shop-1.0.jar /app/target/shop-1.0.jar
        COPY --from=build /app/data /app/data

        EXPOSE 8080
        CMD ["java", "-jar", "target/shop-1.0.jar"]
      `,
    );
  });

  test('settings that frameworks read from the working directory', () => {
    const files = { ...shaded, 'conf/application.conf': '', 'application.yml': '' };
    const runtime = runtimeStage(splitWith(maven, mavenFile, files));
    for (const path of ['conf', 'application.yml']) {
      assert.ok(runtime.includes(`COPY --from=build /app/${path} /app/${path}\n`), runtime);
    }
  });

  test('settings between the sources that CMD names', () => {
    const text = mavenFile.replace('.jar"]', '.jar", "--conf", "src/main/conf/a.json"]');
    assert.match(
      splitWith(maven, text, { ...shaded, 'src/main/conf/a.json': '{}' }) ?? '',
      /reads files from the folder of its sources/,
    );
  });

  test('a jar that is copied elsewhere, with a wrapper that was made executable', () => {
    const boot = '<plugin><artifactId>spring-boot-maven-plugin</artifactId></plugin>';
    const parent =
      '<parent><artifactId>spring-boot-starter-parent</artifactId><version>3.5.0</version></parent>';
    const text = dockerfile`
      FROM eclipse-temurin:21-jdk-noble
      WORKDIR /app
      COPY . .
      RUN chmod +x mvnw
      RUN ./mvnw package -DskipTests && cp target/*.jar /app.jar
      ENTRYPOINT ["sh", "-c", "java -Xmx64m -jar /app.jar"]
    `;
    assert.equal(
      runtimeStage(splitWith(maven, text, { 'pom.xml': pom(boot, parent), mvnw: '' })),
      dockerfile`
        FROM eclipse-temurin:21-jre-noble
        WORKDIR /app
        COPY --from=build /app.jar /app.jar

        ENTRYPOINT ["sh", "-c", "java -Xmx64m -jar /app.jar"]
      `,
    );
  });

  test('libraries beside the jar', () => {
    const plugins = `<plugin><artifactId>maven-jar-plugin</artifactId><configuration><archive><manifest>
      <addClasspath>true</addClasspath><classpathPrefix>lib/</classpathPrefix><mainClass>Main</mainClass>
      </manifest></archive></configuration></plugin>
      <plugin><artifactId>maven-dependency-plugin</artifactId><executions><execution><goals><goal>copy-dependencies</goal>
      </goals><configuration><outputDirectory>\${project.build.directory}/lib</outputDirectory></configuration>
      </execution></executions></plugin>`;
    const copied = runtimeStage(splitWith(maven, mavenFile, { 'pom.xml': pom(plugins) }));
    assert.match(copied, /COPY --from=build \/app\/target\/lib \/app\/target\/lib\n/);
  });

  test('a COPY below the build, above a RUN that stays in the builder stage', () => {
    const text = mavenFile.replace(
      'EXPOSE',
      'COPY conf ./conf\nRUN apk add --no-cache git && rm -rf /var/cache/apk/*\nEXPOSE',
    );
    const copied = runtimeStage(splitWith(maven, text, { ...shaded, 'conf/app.yml': '' }));
    assert.match(copied, /COPY --from=build \/app\/conf \/app\/conf\n/);
  });

  test('a class path below target', () => {
    const text = mavenFile.replace(
      /CMD.*/,
      'CMD java -cp target/classes:target/dependency/* org.example.Main',
    );
    const copied = runtimeStage(splitWith(maven, text, { 'pom.xml': pom('') }));
    assert.match(
      copied,
      /\/app\/target\/classes \/app\/target\/classes\n.*\/app\/target\/dependency/,
    );
  });

  test('Corretto at least leaves Maven behind', () => {
    const text = mavenFile.replace('eclipse-temurin-21-alpine', 'amazoncorretto-21-al2023');
    assert.match(runtimeStage(splitWith(maven, text, shaded)), /^FROM amazoncorretto:21-al2023\n/);
  });

  const refusals: readonly (readonly [
    title: string,
    text: string,
    files: Files,
    reason: RegExp,
  ])[] = [
    [
      'Maven as main process',
      mavenFile.replace(/CMD.*/, 'CMD mvn exec:java'),
      shaded,
      /does not start java itself/,
    ],
    ['no plugin that packs', mavenFile, { 'pom.xml': pom('') }, /^refused: pom.xml does not say/],
    [
      'a profile',
      mavenFile,
      { 'pom.xml': pom(shade, '<profiles><profile><build/></profile></profiles>') },
      /does not say that one jar/,
    ],
    [
      'a pattern that means two jars',
      mavenFile.replace('shop-1.0.jar', '*.jar').replace(/CMD .*/, 'CMD java -jar target/*.jar'),
      { 'pom.xml': pom(`${shade}<plugin><artifactId>maven-source-plugin</artifactId></plugin>`) },
      /Which jar "\*\.jar" means/,
    ],
    ['another jar', mavenFile.replace('shop-1.0', 'other'), shaded, /does not say that other\.jar/],
    [
      'a bare Maven',
      mavenFile.replace('3.9-eclipse-temurin-21-alpine', '3.9'),
      shaded,
      /No runtime image of the same Java/,
    ],
    [
      'the compiler as a library',
      mavenFile,
      { ...shaded, 'src/main/java/A.java': 'import javax.tools.ToolProvider;' },
      /other tools of the JDK/,
    ],
    [
      'resources that are read from the sources',
      mavenFile,
      { ...shaded, 'src/main/java/A.java': 'new File("src/main/resources/page.html")' },
      /folder of its sources/,
    ],
    ['no pom.xml', mavenFile, { 'Main.java': '' }, /pom\.xml of the project could not be read/],
    [
      'another file',
      mavenFile.replace('mvn package', 'mvn -f x/pom.xml package'),
      shaded,
      /another file than the pom/,
    ],
    [
      'a module path',
      mavenFile.replace('"-jar", "target', '"-p", "x", "-jar", "target'),
      shaded,
      /starts a module/,
    ],
    [
      'a script that is not looked at',
      mavenFile.replace(/CMD.*/, 'ENTRYPOINT ["./run.sh", "java", "-jar", "target/shop-1.0.jar"]'),
      shaded,
      /does not start java itself|What .* runs is not looked at/,
    ],
  ];
  for (const [title, text, files, reason] of refusals) {
    test(`refused: ${title}`, () => {
      assert.match(splitWith(maven, text, files) ?? 'not offered', reason);
    });
  }

  test('only dependencies are fetched', () => {
    const text = mavenFile.replace('mvn package', 'mvn dependency:go-offline');
    assert.equal(splitWith(maven, text, shaded), undefined);
  });
});

describe('builder: Java with Gradle', () => {
  const boot: Files = {
    'settings.gradle': "rootProject.name = 'shop'\n",
    'build.gradle':
      "plugins {\n  id 'org.springframework.boot' version '3.5.0'\n  id 'java'\n}\nversion = '1.0'\n",
    gradlew: '',
  };
  const text = dockerfile`
    FROM gradle:8-jdk21
    WORKDIR /app
    COPY . .
    RUN gradle bootJar --no-daemon
    CMD java -jar build/libs/shop-1.0.jar
  `;

  test('the jar of Spring Boot', () => {
    assert.equal(
      runtimeStage(splitWith(gradle, text, boot)),
      dockerfile`
        FROM eclipse-temurin:21-jre
        WORKDIR /app
        COPY --from=build /app/build/libs/shop-1.0.jar /app/build/libs/shop-1.0.jar

        CMD java -jar build/libs/shop-1.0.jar
      `,
    );
  });

  test('a pattern in CMD brings the folder with the only jar', () => {
    const copied = runtimeStage(splitWith(gradle, text.replace('shop-1.0', '*'), boot));
    assert.match(copied, /COPY --from=build \/app\/build\/libs \/app\/build\/libs\n/);
  });

  test('installDist brings its folder', () => {
    const installs = text
      .replace('bootJar', 'installDist')
      .replace(/CMD .*/, 'CMD ["build/install/shop/bin/shop"]');
    const files = { ...boot, 'build.gradle': "plugins { id 'application' }\n" };
    assert.match(
      runtimeStage(splitWith(gradle, installs, files)),
      /\/app\/build\/install\/shop \/app\/build\/install\/shop\n/,
    );
  });

  test('a fat jar and the shadow plugin', () => {
    const fat = `jar {\n manifest { attributes 'Main-Class': 'A' }\n from { configurations.runtimeClasspath.collect { zipTree(it) } }\n}\n`;
    const files = { ...boot, 'build.gradle': `plugins { id 'java' }\n${fat}` };
    assert.match(
      runtimeStage(splitWith(gradle, text.replace('bootJar', 'build'), files)),
      /shop-1\.0\.jar/,
    );
    const shadow = {
      ...boot,
      'build.gradle': "plugins {\n id 'com.gradleup.shadow' version '9'\n}\n",
    };
    const all = text.replace('bootJar', 'shadowJar').replace('shop-1.0', 'shop-1.0-all');
    assert.match(runtimeStage(splitWith(gradle, all, shadow)), /shop-1\.0-all\.jar/);
  });

  const refusals: readonly (readonly [
    title: string,
    text: string,
    files: Files,
    reason: RegExp,
  ])[] = [
    [
      'the plain jar',
      text.replace('shop-1.0', 'shop-1.0-plain'),
      boot,
      /does not say that shop-1\.0-plain/,
    ],
    [
      'a pattern that means two jars',
      text.replace('shop-1.0', '*').replace('bootJar', 'build'),
      boot,
      /does not say that \*\.jar/,
    ],
    [
      'no plugin that packs',
      text,
      {
        ...boot,
        'build.gradle': "plugins { id 'java' }\ndependencies { implementation 'a:b:1' }\n",
      },
      /does not say/,
    ],
    [
      'another project',
      text.replace('gradle bootJar', 'gradle -p x bootJar'),
      boot,
      /another project/,
    ],
    ['no build file', text, { 'Main.java': '' }, /could not be read/],
    ['an account of the image', text.replace('CMD', 'USER gradle\nCMD'), boot, /runs as "gradle"/],
    ['GraalVM', text.replace('jdk21', 'jdk21-graal'), boot, /No runtime image of the same Java/],
    [
      'a class path elsewhere',
      text.replace(/CMD.*/, 'CMD java -cp /opt/x Main'),
      boot,
      /How \/opt\/x is made/,
    ],
  ];
  for (const [title, source, files, reason] of refusals) {
    test(`refused: ${title}`, () => {
      assert.match(splitWith(gradle, source, files) ?? 'not offered', reason);
    });
  }
});

describe('builder: Java with javac', () => {
  const files: Files = {
    'Main.java': 'class Main {}',
    'MANIFEST.MF': 'Main-Class: Main\n',
    'conf/app.yml': '',
  };
  const text = dockerfile`
    FROM eclipse-temurin:21
    WORKDIR /app
    COPY . .
    RUN mkdir out && javac -d out Main.java && jar cfe app.jar Main -C out .
    CMD ["java", "-jar", "app.jar"]
  `;

  test('a jar', () => {
    assert.match(
      runtimeStage(splitWith(plain, text, files)),
      /^FROM eclipse-temurin:21-jre\nWORKDIR \/app\nCOPY --from=build \/app\/app\.jar \/app\/app\.jar\n/,
    );
  });

  test('a manifest without a class path', () => {
    const withManifest = text.replace('cfe app.jar Main', 'cfm app.jar MANIFEST.MF');
    assert.match(runtimeStage(splitWith(plain, withManifest, files)), /app\.jar/);
    const named = { ...files, 'MANIFEST.MF': 'Class-Path: lib/a.jar\n' };
    assert.match(splitWith(plain, withManifest, named) ?? '', /^refused: The manifest of the jar/);
  });

  test('a folder of classes', () => {
    const classes = text.replace(/CMD.*/, 'CMD ["java", "-cp", "out", "Main"]');
    assert.match(runtimeStage(splitWith(plain, classes, files)), /\/app\/out \/app\/out\n/);
  });

  test('classes among the sources', () => {
    const here = text.replace('javac -d out', 'javac').replace(/CMD.*/, 'CMD ["java", "Main"]');
    assert.match(splitWith(plain, here, files) ?? '', /^refused: The class path of the container/);
    const dot = text.replace(/CMD.*/, 'CMD ["java", "-cp", ".", "Main"]');
    assert.equal(splitWith(plain, dot, files), 'refused: The classes lie among the sources.');
  });

  test('a jar from elsewhere', () => {
    const other = text.replace('"app.jar"', '"/opt/other.jar"');
    assert.equal(
      splitWith(plain, other, files),
      'refused: How /opt/other.jar is made is not known.',
    );
  });
});
