plugins {
    kotlin("jvm") version "2.3.0"
    application
}

group = "com.example"
version = "0.3.0"

repositories {
    mavenCentral()
}

dependencies {
    implementation("org.jetbrains.kotlinx:kotlinx-serialization-json:1.9.0")
    implementation("redis.clients:jedis:6.2.0")
    testImplementation(kotlin("test"))
}

kotlin {
    jvmToolchain(25)
}

application {
    mainClass = "com.example.ferry.ServerKt"
    applicationDefaultJvmArgs = listOf("-Dsun.net.httpserver.nodelay=true")
}
