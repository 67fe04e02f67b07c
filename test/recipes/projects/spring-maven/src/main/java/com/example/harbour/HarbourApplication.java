package com.example.harbour;

import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@SpringBootApplication
@RestController
public class HarbourApplication {
    public static void main(String[] arguments) {
        SpringApplication.run(HarbourApplication.class, arguments);
    }

    @GetMapping("/")
    List<String> ships() {
        return List.of("Frieda", "Cap Anamur");
    }

    @GetMapping("/healthz")
    String health() {
        return "ok";
    }
}
