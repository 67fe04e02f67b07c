FROM node:18-alpine
COPY .env /app/.env
RUN some-command-using-secrets
RUN rm /app/.env
