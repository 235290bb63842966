import { formatCount, plural } from '../format.ts';

export const parts = {
  personPicker: {
    label: 'Person',
    placeholder: 'Name or number',
    none: (search: string) => `Nobody is called “${search}”`,
    noPeople: 'Nobody is enrolled yet',
    count: (count: number, total: number) =>
      count < total
        ? `First ${formatCount(count)} of ${formatCount(total)} people`
        : plural(total, 'person', 'people'),
    clear: 'Another person',
    noReference: (modality: string) => `no ${modality.toLowerCase()}`,
    synthetic: 'Synthetic',
  },
  table: {
    filter: 'Filter',
    rows: (shown: number, total: number) =>
      shown === total
        ? plural(total, 'row', 'rows')
        : `${formatCount(shown)} of ${plural(total, 'row', 'rows')}`,
    sortBy: (column: string) => `Sort by ${column}`,
    exportCsv: 'Save as CSV',
    resize: (column: string) => `Width of ${column}`,
    loading: 'Loading',
    none: 'Nothing to show',
    noneMatching: 'Nothing fits the filter',
    clearFilter: 'Clear the filter',
  },
  consent: {
    purpose: 'Purpose',
    purposeHint: 'What the person agreed to, in words the person would use',
    until: 'Keep until',
    dateHint: (date: string, months: number) =>
      `${date}. The settings suggest ${plural(months, 'month', 'months')}.`,
    datePast: 'Choose a day that is still to come',
    operator: 'Recorded by',
    form: 'How it was given',
    forms: { paper: 'On paper', screen: 'On this screen', contract: 'In a contract' },
    formOther: 'In another way',
    formOtherLabel: 'Which way',
  },
  dropZone: {
    choose: 'Choose a file',
    chooseMany: 'Choose files',
    orDrop: 'Drop an image here, or paste it',
    orDropMany: 'Drop images here, or paste them',
    dropNow: 'Let go to use it',
    tooLarge: (name: string) => `${name} is larger than 256 MiB. Choose a smaller one.`,
    onlyFirst: (count: number) =>
      `Only the first of ${formatCount(count)} files is taken: one capture at a time.`,
    unreadable: (name: string) =>
      `${name} can’t be read: it is a folder, or no longer there. Choose an image file.`,
    pasted: 'Pasted image',
  },
  list: {
    label: 'CSV list',
    choose: 'Choose a CSV list',
    another: 'Choose another list',
    notText:
      'This list is not UTF-8 text: accents in names would be lost. Save it as “CSV UTF-8” and choose it again.',
  },
  dpiError: (least: number, most: number) => `A number from ${least} to ${most}`,
  picture: {
    broken: 'This image can’t be shown',
  },
  sample: {
    landmarks: 'Show what was found',
    format: (width: number, height: number, format: string) => `${width} × ${height} ${format}`,
    details: 'Measured values',
    image: 'Image',
  },
  copy: 'Copy',
  optional: 'optional',
  show: 'Show',
};
