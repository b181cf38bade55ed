/** Runs the emulator as a process: `tsx test/emulator/main.ts [port] [host]`. Prints one line of JSON with its URLs. */
import { startEmulator } from './index';

async function main([port = '0', host = '127.0.0.1']: string[]): Promise<void> {
  const emulator = await startEmulator({ port: Number(port), host });
  const { serviceUrl, tokenUrl, adminUrl, credentials } = emulator;
  process.stdout.write(`${JSON.stringify({ serviceUrl, tokenUrl, adminUrl, credentials })}\n`);
  const stop = () => emulator.close().then(() => process.exit(0));
  for (const event of ['SIGINT', 'SIGTERM', 'disconnect'] as const) process.once(event, stop);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
