export const kiosk = {
  title: 'Kiosk',
};
