declare module 'virtual:tokens.css';
declare module '@fontsource-variable/noto-sans-sc';
