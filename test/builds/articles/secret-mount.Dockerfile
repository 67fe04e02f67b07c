FROM node:18-alpine

RUN --mount=type=secret,id=npmrc,target=/root/.npmrc \
    npm install private-package
