import { choice, date, define, flag, type Row, text, trace } from '#declare';

const holidayFields = {
  date: date({ zh: '日期', en: 'Date', required: true }),
  name: text({ zh: '节日', en: 'Holiday', required: true, max: 60 }),
  kind: choice({
    zh: '类型',
    en: 'Kind',
    required: true,
    options: {
      statutory: { zh: '法定节假日', en: 'Statutory' },
      adjusted_rest: { zh: '调休', en: 'Adjusted rest' },
      adjusted_workday: { zh: '调休上班', en: 'Adjusted workday' },
    },
  }),
  source: text({ zh: '依据', en: 'Source' }),
};
export interface Holiday extends Row<typeof holidayFields> {}
export const HolidayRecord = define('core.holiday', holidayFields).catalog({
  zh: '节假日',
  en: 'Holiday',
  title: 'name',
  unique: [{ fields: ['date'] }],
  grants: {
    administrator: { scope: 'all', actions: ['create', 'update', 'delete'] },
    employee: { scope: 'all' },
  },
  views: { list: ['date', 'name', 'kind'], sort: ['-date'], calendar: { from: 'date', text: 'name' } },
});

const workCalendarFields = {
  code: text({ zh: '编号', en: 'Code', required: true, max: 40, format: 'code' }),
  name: text({ zh: '名称', en: 'Name', required: true, max: 60 }),
  /** `{"mon": [["09:00", "12:00"], ["13:00", "18:00"]], …}`; a day that is missing is a day of rest. */
  week: trace({ zh: '每周时段', en: 'Weekly hours' }),
  holidays: flag({ zh: '按节假日', en: 'Follows holidays', default: true }),
};
export interface WorkCalendar extends Row<typeof workCalendarFields> {}
export const WorkCalendarRecord = define('core.work_calendar', workCalendarFields).catalog({
  zh: '工作日历',
  en: 'Work calendar',
  title: 'name',
  code: 'code',
  unique: [{ fields: ['code'] }],
  grants: {
    administrator: { scope: 'all', actions: ['create', 'update', 'delete'] },
    employee: { scope: 'all' },
  },
});

declare module '#declare' {
  interface Rows {
    'core.holiday': Holiday;
    'core.work_calendar': WorkCalendar;
  }
}
