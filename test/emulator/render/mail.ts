/** Sends the files of the `*.Email` responses over SMTP to a server in this process, which keeps what arrived. */
import { zipSync } from 'fflate';
import type { Email } from 'postal-mime';
import { type MailServer, openMailServer } from '../../mail-server';
import type { Parameters } from '../answers/question';

export interface MailFile {
  name: string;
  contentType: string;
  content: Buffer;
}

/** What becomes of the files of the `*.Email` responses. */
export interface Mailing {
  /** @returns what the acknowledgement says of it */
  send(file: MailFile, parameters: Parameters): Promise<string>;
}

export class PostOffice implements Mailing {
  /** Mails that arrived, parsed, oldest first. */
  readonly mails: Email[] = [];
  #opened: Promise<MailServer> | undefined;

  /** Sends a file as the parameters ask; resolves when the mail arrived. */
  async send(file: MailFile, parameters: Parameters): Promise<string> {
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
    return `The report was sent to ${parameters.text('Email.To')}.`;
  }

  async close(): Promise<void> {
    const opened = await this.#opened;
    await opened?.close();
  }

  #open(): Promise<MailServer> {
    this.#opened ??= openMailServer((mail) => this.mails.push(mail));
    return this.#opened;
  }
}

function zipped(file: MailFile): MailFile {
  const content = Buffer.from(zipSync({ [file.name]: new Uint8Array(file.content) }));
  return { name: `${file.name.replace(/\.\w+$/, '')}.zip`, contentType: 'application/zip', content };
}
