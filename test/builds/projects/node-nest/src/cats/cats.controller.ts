import { Controller, Get, Param, Query } from '@nestjs/common';
import { CatsService, type Cat } from './cats.service.js';

@Controller('cats')
export class CatsController {
  constructor(private readonly cats: CatsService) {}

  @Get()
  list(@Query('color') color?: string): Promise<Cat[]> {
    return this.cats.list(color);
  }

  @Get(':name')
  one(@Param('name') name: string): Promise<Cat> {
    return this.cats.one(name);
  }
}
