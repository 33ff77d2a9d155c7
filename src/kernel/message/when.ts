import type { MailRhythm } from '../notify/kinds.ts';
import type { Quiet } from '../notify/choice.ts';

/* When a message may go (P.11): in the zone of the organisation. */
const zoned = (at: Date, zone: string): Temporal.ZonedDateTime => Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone);
const dateOf = (at: Temporal.ZonedDateTime): Date => new Date(at.epochMilliseconds);

/** Digests: at the full hour, daily at 08:30, on Mondays at 08:30. */
export function nextSlot(now: Date, zone: string, rhythm: Exclude<MailRhythm, 'immediately' | 'off'>): Date {
  const at = zoned(now, zone);
  if (rhythm === 'hourly') return dateOf(at.add({ hours: 1 }).round({ smallestUnit: 'hour', roundingMode: 'floor' }));
  for (let days = 0; ; days += 1) {
    const slot = at.toPlainDate().add({ days }).toZonedDateTime({ timeZone: zone, plainTime: '08:30' });
    if (slot.epochMilliseconds > now.getTime() && (rhythm === 'daily' || slot.dayOfWeek === 1)) return dateOf(slot);
  }
}
/** The end of the quiet hours where they hold now; `21:00`–`08:00` goes over midnight. */
export function afterQuiet(now: Date, zone: string, quiet: Quiet | undefined): Date {
  if (!quiet || quiet.from === quiet.to) return now;
  const at = zoned(now, zone);
  const time = at.toPlainTime().toString({ smallestUnit: 'minute' });
  const over = quiet.from > quiet.to;
  const silent = over ? time >= quiet.from || time < quiet.to : time >= quiet.from && time < quiet.to;
  if (!silent) return now;
  const days = over && time >= quiet.from ? 1 : 0;
  return dateOf(at.toPlainDate().add({ days }).toZonedDateTime({ timeZone: zone, plainTime: quiet.to }));
}
