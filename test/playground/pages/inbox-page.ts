/** The mails that arrived, as pages: a list, one mail, and its HTML by itself, which can do nothing. */
import type { Address, Attachment } from 'postal-mime';
import { escaped, htmlPage } from '../../html-page';
import type { Inbox, KeptMail } from '../inbox';
import { type Answer, fileAnswer, htmlAnswer, notFound } from './answer';
import { navigation } from './navigation';

/**
 * - `/inbox` the list, newest first
 * - `/inbox/<id>` one mail, `/inbox/<id>/html` its HTML, `/inbox/<id>/source` the mail as it came
 * - `/inbox/<id>/attachments/<number>` a file of it
 * @param parts of the path behind `/inbox`, decoded
 */
export function inboxAnswer(inbox: Inbox, [id, what, number]: readonly string[]): Answer {
  if (id === undefined) return htmlAnswer(list(inbox.newestFirst));
  const kept = inbox.mail(id);
  if (!kept) return notFound(`There is no mail ${id}.`);
  if (what === undefined) return htmlAnswer(one(kept));
  if (what === 'html') return { ...htmlAnswer(htmlOf(kept)), policy: NOTHING_FROM_ELSEWHERE };
  if (what === 'source') return fileAnswer(`${id}.eml`, 'message/rfc822', inbox.sourceOf(id));
  const attached = what === 'attachments' ? kept.mail.attachments[Number(number)] : undefined;
  if (!attached) return notFound(`The mail ${id} has no such part.`);
  return fileAnswer(nameOf(attached), attached.mimeType, bytesOf(attached));
}

/** A mail's HTML runs no script, opens no form and loads nothing, so that reading it tells nobody anything. */
const NOTHING_FROM_ELSEWHERE = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:";

function list(mails: readonly KeptMail[]): string {
  const rows = mails.map(({ id, mail }) => {
    const files = mail.attachments.filter((attached) => !isInline(attached)).map(nameOf);
    const cells = [mail.date ? timeOf(mail.date) : '', addressesOf(mail.from ? [mail.from] : []), recipientsOf(mail)];
    const subject = `<a href="/inbox/${encodeURIComponent(id)}">${escaped(mail.subject || '(no subject)')}</a>`;
    return `<tr><td>${subject}</td>${[...cells, files.join(', ')].map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`;
  });
  const head = '<tr><th>Subject</th><th>Sent</th><th>From</th><th>To</th><th>Files</th></tr>';
  const nothing = '<p class="nothing">No mail yet. Press the button of an example that sends one, then Refresh.</p>';
  const table = rows.length > 0 ? `<div class="wide"><table>${head}${rows.join('')}</table></div>` : nothing;
  return htmlPage('Inbox', `${navigation()}<h1>Inbox</h1><p>${refresh}</p>${table}`);
}

const refresh = '<button type="button" onclick="location.reload()">Refresh</button>';

function one({ id, mail }: KeptMail): string {
  const base = `/inbox/${encodeURIComponent(id)}`;
  const facts: [string, string][] = [
    ['Sent', mail.date ? timeOf(mail.date) : ''],
    ['From', addressesOf(mail.from ? [mail.from] : [])],
    ['To', addressesOf(mail.to)],
    ['Cc', addressesOf(mail.cc)],
    ['Delivered to', deliveredTo(mail).join(', ')],
  ];
  const table = facts
    .filter(([, text]) => text)
    .map(([name, text]) => `<tr><th>${name}</th><td>${escaped(text)}</td></tr>`);
  const files = mail.attachments.map(
    (attached, number) =>
      `<li><a href="${base}/attachments/${number}" download>${escaped(nameOf(attached))}</a> <small>${escaped(attached.mimeType)}, ${bytesOf(attached).length.toLocaleString('en')} bytes</small></li>`,
  );
  const body = [
    navigation(),
    `<h1>${escaped(mail.subject || '(no subject)')}</h1>`,
    `<table>${table.join('')}</table>`,
    files.length > 0 ? `<h2>Files</h2><ul>${files.join('')}</ul>` : '',
    mail.html ? `<h2>HTML</h2><iframe sandbox src="${base}/html" title="The mail's HTML"></iframe>` : '',
    mail.text ? `<h2>Text</h2><pre>${escaped(mail.text)}</pre>` : '',
    `<p><a href="/inbox">All mails</a>, <a href="${base}/source" download>this one as it came</a></p>`,
  ];
  return htmlPage(mail.subject || 'Mail', body.join('\n'));
}

/** Pictures that lie in the mail itself are put in their places. */
function htmlOf({ mail }: KeptMail): string {
  return (mail.html ?? '').replace(/\bcid:([^"'\s)>]+)/g, (named, id: string) => {
    const picture = mail.attachments.find(({ contentId }) => contentId === `<${id}>`);
    return picture ? `data:${picture.mimeType};base64,${bytesOf(picture).toString('base64')}` : named;
  });
}

function recipientsOf(mail: KeptMail['mail']): string {
  return deliveredTo(mail).join(', ') || addressesOf(mail.to);
}

/** Everybody whom the mail was sent to, those of a blind copy among them. */
function deliveredTo({ headers }: KeptMail['mail']): string[] {
  return headers.filter(({ key }) => key === 'delivered-to').map(({ value }) => value);
}

function addressesOf(addresses: readonly Address[] = []): string {
  const text = ({ name, address, group }: Address): string => {
    if (group) return `${name}: ${addressesOf(group)}`;
    return name ? `${name} <${address}>` : address;
  };
  return addresses.map(text).join(', ');
}

function timeOf(date: string): string {
  const time = new Date(date);
  return Number.isNaN(time.getTime()) ? date : time.toLocaleString('en', { dateStyle: 'medium', timeStyle: 'short' });
}

function isInline({ related }: Attachment): boolean {
  return related === true;
}

function nameOf({ filename, mimeType }: Attachment): string {
  return filename || `attachment.${mimeType.split('/')[1] ?? 'bin'}`;
}

function bytesOf({ content, encoding }: Attachment): Buffer {
  if (typeof content === 'string') return Buffer.from(content, encoding ?? 'utf8');
  return content instanceof Uint8Array ? Buffer.from(content) : Buffer.from(content);
}
