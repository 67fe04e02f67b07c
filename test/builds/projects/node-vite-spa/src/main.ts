import './style.css';
import { steepingTime } from './teas';

const app = document.querySelector<HTMLElement>('#app');
const tea = location.pathname.slice(1) || 'green';
if (app) app.textContent = `Let ${tea} tea steep for ${steepingTime(tea)} minutes.`;
