plugins {
    alias(libs.plugins.kotlin.jvm)
}

kotlin {
    jvmToolchain(21)
}

dependencies {
    implementation(platform(libs.boot.bom))
    implementation(libs.starter.jdbc)
    runtimeOnly(libs.postgresql)
}
