/** A real mail server of this machine, which takes every mail from anybody to anybody and sends none on. */
import type { Email } from 'postal-mime';

export interface MailServer {
  port: number;
  close(): Promise<void>;
}

/** @param source the mail as it came, after a line `Delivered-To` for each recipient, as mail servers write it */
export type Keep = (mail: Email, source: Buffer) => void;

/**
 * Opens it on 127.0.0.1, without TLS. Whoever signs in is let in, with any name and password.
 * @param keep is given each mail before its sender is told that it was taken
 * @param port 0 for any free one
 */
export async function openMailServer(keep: Keep, port = 0): Promise<MailServer> {
  const { SMTPServer } = await import('smtp-server');
  const server = new SMTPServer({
    authOptional: true,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    onAuth: ({ username }, _session, done) => done(null, { user: username }),
    onData(stream, { envelope }, done) {
      const pieces: Buffer[] = envelope.rcptTo.map(({ address }) => Buffer.from(`Delivered-To: ${address}\r\n`));
      stream.on('data', (piece: Buffer) => pieces.push(piece));
      stream.on('end', () => {
        const source = Buffer.concat(pieces);
        readMail(source).then((mail) => {
          keep(mail, source);
          done();
        }, done);
      });
    },
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  // Who breaks off while sending ends nothing here.
  server.on('error', () => {});
  const address = server.server.address();
  if (!address || typeof address === 'string') throw new Error('The mail server has no port.');
  return { port: address.port, close: () => new Promise((resolve) => server.close(() => resolve())) };
}

/** @param source a mail as it is sent, and as files with the ending `eml` hold it */
export async function readMail(source: Buffer): Promise<Email> {
  const { default: PostalMime } = await import('postal-mime');
  return PostalMime.parse(source);
}
