import { createTheme, type MantineColorsTuple } from '@mantine/core';
import { text } from './first-text';

/** Shade 7 on white and shade 3 on the dark ground both have a contrast above 4.5:1 (WCAG 2.2, 1.4.3). */
const pine: MantineColorsTuple = [
  '#e8f6f3',
  '#cfe9e4',
  '#a3d5cc',
  '#73c0b3',
  '#4bab9c',
  '#2d9485',
  '#17796d',
  '#0b6b62',
  '#07564f',
  '#04413c',
];

const slate: MantineColorsTuple = [
  '#d8dee6',
  '#b7c0cb',
  '#98a3b0',
  '#6b7685',
  '#3a444f',
  '#2b343d',
  '#20272f',
  '#171d23',
  '#11161b',
  '#0b0f13',
];

const sans =
  "Inter, 'Inter Variable', system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', sans-serif";

export const theme = createTheme({
  primaryColor: 'pine',
  primaryShade: { light: 7, dark: 6 },
  colors: { pine, dark: slate },
  fontFamily: sans,
  fontFamilyMonospace:
    "ui-monospace, SFMono-Regular, 'Cascadia Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace",
  headings: {
    fontFamily: sans,
    fontWeight: '640',
    sizes: {
      h1: { fontSize: '1.625rem', lineHeight: '1.25' },
      h2: { fontSize: '1.1875rem', lineHeight: '1.35' },
      h3: { fontSize: '1rem', lineHeight: '1.4' },
    },
  },
  defaultRadius: 'md',
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  components: {
    Modal: { defaultProps: { closeButtonProps: { 'aria-label': text.common.close } } },
    InputWrapper: { defaultProps: { inputWrapperOrder: ['label', 'input', 'error', 'description'] } },
  },
  autoContrast: true,
});
