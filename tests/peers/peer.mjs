// What every peer does around its own work: it gets its settings as JSON in its first argument, says on its first line
// of output where it listens, and ends with whoever started it.
import { appendFileSync } from 'node:fs';

export const settings = JSON.parse(process.argv[2] ?? '{}');

/** Says that the peer is ready, with what its test has to know. */
export function ready(what) {
  if (process.env.FULLMAKT_TEST_PEERS_LOG) {
    appendFileSync(process.env.FULLMAKT_TEST_PEERS_LOG, `${process.argv[1]}\n`);
  }
  console.log(JSON.stringify(what));
}

/** Listens on a free port of 127.0.0.1; answers the address. */
export function listen(server) {
  return new Promise((resolve) => {
    server.listen(settings.port ?? 0, '127.0.0.1', () => resolve(`http://127.0.0.1:${server.address().port}`));
  });
}

process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
