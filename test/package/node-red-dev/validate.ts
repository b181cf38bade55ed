/**
 * Runs node-red-dev in this process, with an empty answer to its one question to the public catalogue of Node-RED
 * packages: which other packages there are is no property of ours, and the answer is large.
 *
 *   validate.ts validate --path <package> --output <file>
 */
import { createRequire } from 'node:module';
import { program } from './install';

interface Http {
  get(url: string, ...more: unknown[]): Promise<unknown>;
}

const requireThere = createRequire(program);
const http = requireThere('axios') as Http;
const get = http.get.bind(http);
http.get = (url, ...more) =>
  new URL(url).pathname === '/catalogue.json' ? Promise.resolve({ data: { modules: [] } }) : get(url, ...more);

requireThere(program);
