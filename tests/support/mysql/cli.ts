/** Starts a MySQL server as the tests would, prints its URL, and keeps it until Ctrl-C. */
import { startMysql } from './start-mysql.ts';

const server = await startMysql((line) => console.error(line));
console.error(`${server.origin}; Ctrl-C ends it`);
console.log(server.url);

const stayAwake = setInterval(() => {}, 2 ** 30);
const stop = () => {
  clearInterval(stayAwake);
  void server.stop();
};
process.once('SIGINT', stop).once('SIGTERM', stop);
