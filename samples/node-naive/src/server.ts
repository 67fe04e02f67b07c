import express from 'express';

interface Product {
  id: number;
  name: string;
  price: number;
}

const products: Product[] = [
  { id: 1, name: 'Anchor', price: 120 },
  { id: 2, name: 'Compass', price: 45 },
];

const app = express();
app.use(express.json());

app.get('/health', (_request, response) => {
  response.json({ status: 'ok' });
});

app.get('/products', (_request, response) => {
  response.json(products);
});

app.get('/products/:id', (request, response) => {
  const product = products.find(({ id }) => id === Number(request.params.id));
  if (!product) {
    response.status(404).json({ error: 'not found' });
    return;
  }
  response.json(product);
});

const port = Number(process.env.PORT ?? 3000);
app.listen(port, () => {
  console.log(`shop-api listens on ${port}`);
});
