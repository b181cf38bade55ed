/** Names in one line, as a person types them: commas between them, quotation marks around a name that has one in it. */

/** `SaleInvoiceID, "Price, net"` */
export function nameListText(names: readonly string[]): string {
  return names.map((name) => (/[",]|^\s|\s$/.test(name) ? `"${name.replaceAll('"', '""')}"` : name)).join(', ');
}

/** What `nameListText` wrote, or a person; blank ones are none. */
export function namesOf(text: string): string[] {
  const names: string[] = [];
  let name = '';
  let isQuoted = false;
  const take = () => {
    if (name.trim() !== '') names.push(name.trim());
    name = '';
  };
  for (let place = 0; place < text.length; place++) {
    const letter = text[place]!;
    if (letter === '"' && isQuoted && text[place + 1] === '"') name += text[++place];
    else if (letter === '"' && (isQuoted || name.trim() === '')) isQuoted = !isQuoted;
    else if (letter === ',' && !isQuoted) take();
    else name += letter;
  }
  take();
  return names;
}
