FROM node:18-alpine

WORKDIR /app

# Dependencies change rarely
COPY package*.json ./
RUN npm ci --only=production

# Code changes frequently
COPY . .

CMD ["node", "server.js"]
