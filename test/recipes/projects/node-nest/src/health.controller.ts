import { Controller, Get } from '@nestjs/common';

@Controller()
export class HealthController {
  @Get()
  root(): string {
    return 'Tickets';
  }

  @Get('healthz')
  health(): string {
    return 'ok';
  }
}
