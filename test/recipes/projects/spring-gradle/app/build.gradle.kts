plugins {
    alias(libs.plugins.kotlin.jvm)
    alias(libs.plugins.kotlin.spring)
    alias(libs.plugins.spring.boot)
}

description = "When the trains leave"

kotlin {
    jvmToolchain(21)
}

dependencies {
    implementation(platform(libs.boot.bom))
    implementation(project(":timetable"))
    implementation(libs.starter.webmvc)
    implementation(libs.starter.actuator)
}
