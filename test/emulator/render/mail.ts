/** Sends the files of the `*.Email` responses over SMTP to a server in this process, which keeps what arrived. */
import { zipSync } from 'fflate';
import type { Email } from 'postal-mime';
import type { Parameters } from '../answers/question';

export interface MailFile {
  name: string;
  contentType: string;
  content: Buffer;
}

export class PostOffice {
  /** Mails that arrived, parsed, oldest first. */
  readonly mails: Email[] = [];
  #opened: Promise<{ port: number; close(): Promise<void> }> | undefined;

  /** Sends a file as the parameters ask; resolves when the mail arrived. */
  async send(file: MailFile, parameters: Parameters): Promise<void> {
    const { port } = await this.#open();
    const { createTransport } = await import('nodemailer');
    const transport = createTransport({ host: '127.0.0.1', port, secure: false, ignoreTLS: true });
    const attached = parameters.boolean('Email.Compress') ? zipped(file) : file;
    await transport.sendMail({
      from: 'DataConnect <noreply@dataconnect.example>',
      to: parameters.text('Email.To'),
      cc: parameters.text('Email.Cc'),
      subject: parameters.text('Email.Subject') ?? file.name,
      text: `The report ${file.name} is attached.`,
      attachments: [{ filename: attached.name, content: attached.content, contentType: attached.contentType }],
    });
    transport.close();
  }

  async close(): Promise<void> {
    const opened = await this.#opened;
    await opened?.close();
  }

  #open(): Promise<{ port: number; close(): Promise<void> }> {
    this.#opened ??= openServer((mail) => this.mails.push(mail));
    return this.#opened;
  }
}

function zipped(file: MailFile): MailFile {
  const content = Buffer.from(zipSync({ [file.name]: new Uint8Array(file.content) }));
  return { name: `${file.name.replace(/\.\w+$/, '')}.zip`, contentType: 'application/zip', content };
}

async function openServer(keep: (mail: Email) => void): Promise<{ port: number; close(): Promise<void> }> {
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
