/** By ISO/IEC 19794-4 code: the name of code n is entry n. */
const names: readonly string[] = [
  'Unknown finger',
  'Right thumb',
  'Right index finger',
  'Right middle finger',
  'Right ring finger',
  'Right little finger',
  'Left thumb',
  'Left index finger',
  'Left middle finger',
  'Left ring finger',
  'Left little finger',
];

export const fingers = {
  names,
  name: (position: number) => names[position] ?? names[0],
  any: 'Any finger',
  choose: 'Finger',
  right: 'Right hand',
  left: 'Left hand',
};
