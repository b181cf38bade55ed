/** The emulator at the addresses of production, for a Node-RED behind the proxy of a company. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ENVIRONMENTS } from '../../nodes/parameters/base-url';
import { certificateFor } from '../client/certificates';
import { startConnectProxy } from '../client/connect-proxy';
import type { Emulator } from '../emulator';

export interface StandIn {
  /** What Node-RED is started with to find it, as its administrator would set it. */
  environment: Record<string, string>;
  close(): Promise<void>;
}

export async function asProduction(emulator: Emulator): Promise<StandIn> {
  const [service, accounts] = [ENVIRONMENTS.production.serviceUrl, ENVIRONMENTS.production.tokenUrl].map(
    (url) => new URL(url).hostname,
  );
  const { key, cert } = await certificateFor([service!, accounts!]);
  const { port } = new URL(emulator.serviceUrl);
  const front = https.createServer({ key, cert }, (request, response) => {
    const { method, url, headers } = request;
    const below = headers.host === accounts ? '/accounts' : '';
    const onward = http.request({ port, host: '127.0.0.1', method, path: below + url, headers }, (answer) => {
      response.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
  const proxy = await startConnectProxy({ leadTo: () => (front.address() as AddressInfo).port });
  const folder = mkdtempSync(path.join(tmpdir(), 'dataconnect-as-production-'));
  const trusted = path.join(folder, 'company.pem');
  writeFileSync(trusted, cert);
  const environment = { https_proxy: proxy.url, no_proxy: '', NO_PROXY: '', NODE_EXTRA_CA_CERTS: trusted };
  return {
    environment,
    close: async () => {
      await proxy.close();
      front.closeAllConnections();
      await new Promise((resolve) => front.close(resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
