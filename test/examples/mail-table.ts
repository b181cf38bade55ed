/** The table in a mail, as the examples make it, read back from its HTML and its plain text. */
import type { Email } from 'postal-mime';

export interface MailTable {
  heads: string[];
  rows: string[][];
  /** The last row, where there is one of sums. */
  sum: string[] | undefined;
  /** What stands below it: `and 312 more`. */
  note: string | undefined;
}

/** @throws Error when the mail has no HTML */
export function tableOf(mail: Email): MailTable {
  const html = mail.html ?? '';
  if (!html.includes('<body')) throw new Error(`The mail "${mail.subject}" has no HTML.`);
  const rowsOf = (kind: string, cell: string) =>
    [...html.matchAll(new RegExp(`<tr class="${kind}[^"]*"[^>]*>(.*?)</tr>`, 'gs'))].map(([, row]) =>
      [...row!.matchAll(new RegExp(`<${cell}[^>]*>(.*?)</${cell}>`, 'gs'))].map(([, text]) => plainText(text!)),
    );
  return {
    heads: rowsOf('head', 'th')[0] ?? [],
    rows: rowsOf('line', 'td'),
    sum: rowsOf('sum', 'td')[0],
    note: /<p class="note"[^>]*>(.*?)<\/p>/s.exec(html)?.[1],
  };
}

/** The lines of the plain text that belong to the table, spaces between columns left out. */
export function plainLinesOf(mail: Email): string[] {
  return (mail.text ?? '').split(/\r?\n/).map((line) => line.replace(/ +/g, ' ').trim());
}

/** An amount as the mails write it. */
export function amount(value: unknown): string {
  return Number(value).toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

function plainText(html: string): string {
  const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"' };
  return html.replace(/&(#x?[\da-fA-F]+|\w+);/g, (whole, name: string) => {
    if (!name.startsWith('#')) return named[name] ?? whole;
    return String.fromCodePoint(name[1] === 'x' ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1)));
  });
}
