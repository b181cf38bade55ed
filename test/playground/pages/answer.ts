/** What a page of the playground answers. */
import { escaped, htmlPage } from '../../html-page';
import { navigation } from './navigation';

export interface Answer {
  status: number;
  contentType: string;
  content: string | Buffer;
  /** Content-Security-Policy, where it is another than that of our own pages. */
  policy?: string;
  /** Name of the file that the browser saves, for what it must not show. */
  saveAs?: string;
}

export function htmlAnswer(content: string, status = 200): Answer {
  return { status, contentType: 'text/html; charset=utf-8', content };
}

export function fileAnswer(name: string, contentType: string, content: Buffer): Answer {
  return { status: 200, contentType, content, saveAs: name };
}

export function notFound(text: string): Answer {
  return htmlAnswer(htmlPage('Not found', `${navigation()}<h1>Not found</h1><p>${escaped(text)}</p>`), 404);
}
