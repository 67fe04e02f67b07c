import { createRoot } from 'react-dom/client';

const root = document.getElementById('root');
const service = import.meta.env.VITE_BERTHS_URL ?? '/api';

if (root !== null) createRoot(root).render(<p>Berths of {service}</p>);
