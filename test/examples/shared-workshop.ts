/** The workshop of a suite: opened by the first test that needs it, closed after the last. */
import { Workshop } from './workshop';

let opened: Promise<Workshop> | undefined;

/** What one test set is not there for the next: dials, requests and mails are as at the start. */
export async function openWorkshop(): Promise<Workshop> {
  opened ??= Workshop.open();
  const workshop = await opened;
  workshop.emulator.dials.reset();
  workshop.emulator.requests.clear();
  workshop.mails.length = 0;
  return workshop;
}

after(async () => {
  await (await opened)?.close();
});
