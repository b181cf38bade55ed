/** When employees punched in and out: once a week each. */
import { DAY, HOUR, MINUTE, WORLD_START } from './clock';
import type { Employee } from './people';
import { Random } from './random';

export interface Shift {
  id: number;
  employee: Employee;
  in: number;
  out: number;
  comment: string;
}

export function shiftsOf(employees: readonly Employee[], end: number): Shift[] {
  const random = new Random('shifts');
  const shifts: Shift[] = [];
  for (let week = WORLD_START; week < end - 7 * DAY; week += 7 * DAY) {
    for (const employee of employees) {
      const start = week + random.between(0, 6) * DAY + 9 * HOUR + random.between(-20, 20) * MINUTE;
      const end = start + 8 * HOUR + random.between(-30, 30) * MINUTE;
      shifts.push({
        id: shifts.length + 1,
        employee,
        in: start,
        out: end,
        comment: random.chance(0.05) ? 'Forgot, "sorry"' : '',
      });
    }
  }
  return shifts.sort((a, b) => a.in - b.in);
}
