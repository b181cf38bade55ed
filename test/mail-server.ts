/** A real SMTP server on this machine, without sign-in and TLS, that parses what arrives. */
import type { Email } from 'postal-mime';

export interface MailServer {
  port: number;
  close(): Promise<void>;
}

/** @param keep is given each mail before its sender is told that it was taken */
export async function openMailServer(keep: (mail: Email) => void): Promise<MailServer> {
  const [{ SMTPServer }, { default: PostalMime }] = await Promise.all([import('smtp-server'), import('postal-mime')]);
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    onData(stream, _session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        PostalMime.parse(Buffer.concat(chunks)).then((mail) => {
          keep(mail);
          done();
        }, done);
      });
    },
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.server.address();
  if (!address || typeof address === 'string') throw new Error('The mail server has no port.');
  return { port: address.port, close: () => new Promise((resolve) => server.close(() => resolve())) };
}
