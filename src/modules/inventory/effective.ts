import type { Instant, LocalDate } from '#declare';

/**
 * The instant at which a move counts (5.0.5). A document of today counts now; one of an earlier day at that day's start when goods come in and at
 * its end when they go out, so that no order of typing makes a day negative.
 */
export function effectiveAt(
  date: LocalDate,
  direction: 'in' | 'out',
  clock: { readonly today: LocalDate; readonly now: Instant; readonly org: { readonly time_zone: string } },
): Instant {
  if (date === clock.today) return clock.now;
  const start = Temporal.PlainDate.from(date).toZonedDateTime({ timeZone: clock.org.time_zone, plainTime: '00:00' });
  const instant = direction === 'in' ? start : start.add({ days: 1 }).subtract({ milliseconds: 1 });
  return instant.toInstant().toString({ smallestUnit: 'millisecond' }) as Instant;
}
