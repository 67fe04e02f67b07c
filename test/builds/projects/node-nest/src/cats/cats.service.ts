import { readFile } from 'node:fs/promises';
import { Injectable, NotFoundException } from '@nestjs/common';

export interface Cat {
  name: string;
  color: string;
}

@Injectable()
export class CatsService {
  async list(color?: string): Promise<Cat[]> {
    // next to the sources, not in dist
    const cats = JSON.parse(await readFile('data/cats.json', 'utf8')) as Cat[];
    return color === undefined ? cats : cats.filter((cat) => cat.color === color);
  }

  async one(name: string): Promise<Cat> {
    const cat = (await this.list()).find((each) => each.name === name);
    if (cat === undefined) throw new NotFoundException();
    return cat;
  }
}
