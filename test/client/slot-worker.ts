/** A process of its own that sends many reports at once, with slots that it shares with others; says how many came. */
import { DataConnectClient } from '../../nodes/client/client';
import { SignInMemory } from '../../nodes/client/sign-in/sign-in-memory';
import { fetchText, type PlainSettings, sealed } from './settings-for';
import { SocketSlots } from './socket-slots';

export interface Work {
  settings: PlainSettings;
  port: number;
  reports: number;
}

process.once('message', async ({ settings, port, reports }: Work) => {
  const slots = new SocketSlots(port);
  const client = new DataConnectClient(sealed(settings), { slots, memory: new SignInMemory() });
  const parameters = [['Response', 'Json']] as const;
  const asked = Array.from({ length: reports }, () =>
    fetchText(client, '/reports/locationmasterlistreport', { parameters }),
  );
  const came = await Promise.all(asked);
  process.send?.(came.filter((text) => text.startsWith('[')).length);
  await client.close();
  await slots.close();
  process.disconnect();
});
