import { Controller, Get, Module } from '@nestjs/common';
import { CatsController } from './cats/cats.controller.js';
import { CatsService } from './cats/cats.service.js';

@Controller()
class AppController {
  @Get()
  home(): string {
    return `Welcome to the cat cafe of ${process.env.CAFE_CITY ?? 'nowhere'}`;
  }
}

@Module({ controllers: [AppController, CatsController], providers: [CatsService] })
export class AppModule {}
