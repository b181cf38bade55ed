/** Pages for people, of the emulator and of the playground: one look, light and dark, nothing loaded from elsewhere. */

/** @param body is HTML: what comes from outside has gone through `escaped` */
export function htmlPage(title: string, body: string, { script = '' } = {}): string {
  return `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><title>${escaped(title)}</title>
<style>${STYLE}</style></head><body><main>
${body}
</main>${script && `<script>${script}</script>`}</body></html>`;
}

/** Text, as it is written in HTML between tags and in attributes. Of `\r\n` a browser would take `\n`. */
export function escaped(text: string): string {
  return text.replace(/[&<>"'\r]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

const STYLE = `
:root{color-scheme:light dark}
body{font:15px/1.5 system-ui,sans-serif;margin:0;background:light-dark(#f7f7f8,#16181c);color:light-dark(#1c1e21,#e6e7ea)}
main{max-width:72rem;margin:0 auto;padding:1rem}
h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem}
a{color:light-dark(#0b57a4,#8ab8ff)}
nav{display:flex;gap:1.25rem;flex-wrap:wrap}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;background:light-dark(#fff,#1f2227)}
th,td{border:1px solid light-dark(#d9dbe0,#383c44);padding:.35rem .6rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}
th{white-space:nowrap}
th small{display:block;font-weight:normal}
small,.nothing{color:light-dark(#5c6470,#a0a7b3)}
.wide table{width:max-content;min-width:100%}
.wide td{overflow-wrap:break-word;max-width:min(28rem,70vw)}
.number{text-align:right;white-space:nowrap}
iframe{width:100%;height:32rem;border:1px solid light-dark(#d9dbe0,#383c44)}
pre{white-space:pre-wrap;overflow-wrap:anywhere;background:light-dark(#fff,#1f2227);border:1px solid light-dark(#d9dbe0,#383c44);padding:.6rem}
code,textarea{font-family:ui-monospace,monospace;font-size:.9em}
textarea{width:14rem;background:transparent;color:inherit;border:1px solid light-dark(#b6bac3,#545a66);border-radius:4px;padding:.2rem;field-sizing:content}
button{font:inherit;padding:.2rem .7rem;border:1px solid light-dark(#b6bac3,#545a66);border-radius:4px;background:light-dark(#fff,#2a2e35);color:inherit;cursor:pointer}
#problem{color:light-dark(#a4161a,#ff8a8a);min-height:1.5em;white-space:pre-wrap}`;
