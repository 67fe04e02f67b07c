import { openBoard } from './board.js';

openBoard(process.env.BOARD_FILE ?? '/data/board.db');
