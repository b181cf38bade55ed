/** A page of the dashboard in Chromium, and what its widgets are sent. */
import type { Browser, Page } from 'playwright-core';

/** A point of a chart. With several series `y` and `category` are lists. */
export interface Point {
  x: unknown;
  y: unknown;
  category: unknown;
}

type WidgetMessage = { payload?: unknown; _datapoint?: Point | Point[] };

export class DashboardPage {
  readonly #sent = new Map<string, WidgetMessage[]>();
  readonly #waiting = new Set<() => void>();
  /** Characters that came over the socket so far. */
  received = 0;

  private constructor(readonly page: Page) {
    page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => this.#take(String(payload))));
    // Before the web socket is there, the same frames come as answers, one behind the other.
    page.on('response', async (answer) => {
      if (!answer.url().includes('transport=polling')) return;
      const body = await answer.text().catch(() => '');
      for (const frame of body.split('\u001e')) this.#take(frame);
    });
  }

  /**
   * @param url of the editor
   * @param path of the page, below the dashboard's
   */
  static async open(browser: Browser, url: string, path: string, colorScheme: 'light' | 'dark' = 'light') {
    const page = await browser.newPage({ viewport: { width: 1280, height: 1150 }, colorScheme });
    const dashboard = new DashboardPage(page);
    await page.goto(new URL(`dashboard/${path}`, url).href);
    return dashboard;
  }

  /** The points of a chart, as soon as it has so many. */
  async points(widget: string, count: number): Promise<Point[]> {
    const points = () => (this.#sent.get(widget) ?? []).flatMap(({ _datapoint }) => _datapoint ?? []);
    await this.#until(() => points().length === count);
    return points();
  }

  /** The records of a table, as soon as it has so many. */
  async records(widget: string, count: number): Promise<Record<string, unknown>[]> {
    const records = () => (this.#sent.get(widget) ?? []).flatMap(({ payload }) => payload as Record<string, unknown>[]);
    await this.#until(() => records().length === count);
    return records();
  }

  async close(): Promise<void> {
    await this.page.close();
  }

  /** Socket.io's events: `42/dashboard,["widget-load:<id>", …]` with what a widget has, `msg-input:<id>` with what comes. */
  #take(frame: string): void {
    this.received += frame.length;
    const start = frame.indexOf('[');
    if (!/^4\d/.test(frame) || start < 0) return;
    const [event, data] = JSON.parse(frame.slice(start)) as [string, WidgetMessage | WidgetMessage[]];
    const [, widget] = /^(?:widget-load|msg-input):(.+)$/.exec(event) ?? [];
    if (!widget || !data) return;
    this.#sent.set(widget, [data].flat());
    for (const look of [...this.#waiting]) look();
  }

  async #until(isSo: () => boolean): Promise<void> {
    if (isSo()) return;
    await new Promise<void>((resolve) => {
      const look = () => {
        if (!isSo()) return;
        this.#waiting.delete(look);
        resolve();
      };
      this.#waiting.add(look);
    });
  }
}
