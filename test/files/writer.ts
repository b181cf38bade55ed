/** Begins a file in a folder, says so, and goes on until it is killed: `tsx writer.ts FOLDER`. */
import { openFolder } from '../../nodes/files/open-folder';
import { PartFile } from '../../nodes/files/part-file';

async function begin(folder: string): Promise<void> {
  const file = new PartFile(await openFolder(folder, ['sub']), 'report.csv', 'replace');
  await file.open();
  await file.write(Buffer.alloc(100_000, 'x'));
  console.log('writing');
  setInterval(() => {}, 1000);
}

void begin(process.argv[2]!);
