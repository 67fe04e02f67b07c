import { connect } from 'amqplib';

export async function* takeLetters(address, signal) {
  const connection = await connect(address);
  const channel = await connection.createChannel();
  await channel.assertQueue('letters');
  while (!signal.aborted) {
    const message = await channel.get('letters');
    if (message === false) await new Promise((resolve) => setTimeout(resolve, 1000));
    else {
      yield message.content.toString();
      channel.ack(message);
    }
  }
  await connection.close();
}
