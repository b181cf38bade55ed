/** The error codes in the help of the connection, each with the words of its own error. */
import { escapeHtml } from './escape';

/** Where `locales/<language>/connection.html` has the list. */
const PLACE = '<!-- errors -->';

/** @param errors `locales/<language>/errors.json` */
export function withErrorCodes(help: string, errors: Readonly<Record<string, string>>): string {
  return help.replace(PLACE, () => {
    const rows = Object.entries(errors).map(([code, text]) => `<dt>${code}<dd>${inHtml(whatHappened(text))}`);
    return `<dl class=message-properties>${rows.join('')}</dl>`;
  });
}

/** What the case at hand fills in is in italics, and left out at the end, where only the case can say it. */
function inHtml(text: string): string {
  const general = text.endsWith('__') ? `${text.slice(0, text.lastIndexOf(':')).trimEnd()}.` : text;
  return escapeHtml(general).replace(/__(\w+?)__/g, '<i>$1</i>');
}

/** The first sentence of an error, before what to do. Some of what the case at hand fills in is a sentence of its own. */
export function whatHappened(text: string): string {
  const [first = text] = /^.*?(?:\.(?=\s|$)|__(?:detail|advice|reason|problems)__)/.exec(text) ?? [];
  return first;
}
