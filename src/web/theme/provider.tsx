import { ConfigProvider, theme as antTheme } from 'antd';
import type { ThemeConfig } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { type ReactNode, useMemo } from 'react';
import { isDark, usePreferences } from './preferences.ts';
import { dark, fontStack, light, type Palette } from './tokens.ts';

const nonce = document.querySelector('meta[name="csp-nonce"]')?.getAttribute('content') ?? '';

/** Ant Design with our tokens, language and the nonce of the page (web §2). */
export function ThemeProvider({ children }: { readonly children: ReactNode }) {
  const chosen = usePreferences();
  const inDark = isDark(chosen);
  const config = useMemo(() => themeOf(inDark ? dark : light, inDark), [inDark]);
  return (
    <ConfigProvider theme={config} locale={chosen.locale === 'zh' ? zhCN : enUS} csp={{ nonce }} button={{ autoInsertSpace: false }} wave={{ disabled: true }}>
      {children}
    </ConfigProvider>
  );
}

function themeOf(p: Palette, inDark: boolean): ThemeConfig {
  const still = navigator.webdriver || matchMedia('(prefers-reduced-motion: reduce)').matches;
  return {
    algorithm: inDark ? antTheme.darkAlgorithm : antTheme.defaultAlgorithm,
    token: {
      fontFamily: fontStack,
      fontSize: 13,
      lineHeight: 20 / 13,
      controlHeight: 30,
      controlHeightSM: 26,
      controlHeightLG: 40,
      borderRadius: 6,
      borderRadiusSM: 4,
      borderRadiusLG: 8,
      colorPrimary: p.button,
      colorPrimaryHover: p.buttonHover,
      colorPrimaryActive: p.buttonHover,
      colorInfo: p.accent,
      colorLink: p.accent,
      colorLinkHover: p.accent,
      colorError: p.red,
      colorWarning: p.amberMark,
      colorSuccess: p.green,
      colorText: p.ink,
      colorTextSecondary: p.ink2,
      colorTextTertiary: p.ink3,
      colorTextDescription: p.ink3,
      colorTextPlaceholder: p.ink3,
      colorTextDisabled: p.ink3,
      colorIcon: p.ink3,
      colorBorder: p.field,
      colorBorderSecondary: p.line,
      colorSplit: p.line,
      colorBgContainer: p.surface,
      colorBgElevated: p.surface,
      colorBgLayout: p.bg,
      colorBgMask: p.mask,
      controlItemBgHover: p.hover,
      controlItemBgActive: p.accentSoft,
      controlItemBgActiveHover: p.accentSoft,
      boxShadow: p.float,
      boxShadowSecondary: p.float,
      motion: !still,
      motionDurationFast: '0.08s',
      motionDurationMid: '0.16s',
      motionDurationSlow: '0.2s',
    },
    components: {
      Button: {
        defaultBorderColor: p.buttonLine,
        defaultShadow: 'none',
        primaryShadow: 'none',
        dangerShadow: 'none',
        fontWeight: 500,
        defaultHoverBorderColor: p.field,
        defaultHoverColor: p.ink,
        defaultActiveColor: p.ink,
        defaultActiveBorderColor: p.field,
      },
      Input: { activeShadow: `0 0 0 3px ${p.accentSoft}`, hoverBorderColor: p.ink3, activeBorderColor: p.accent },
      Select: { hoverBorderColor: p.ink3, activeBorderColor: p.accent, optionSelectedBg: p.accentSoft, optionSelectedFontWeight: 500 },
      DatePicker: { hoverBorderColor: p.ink3, activeBorderColor: p.accent },
      Checkbox: { controlInteractiveSize: 15 },
      Drawer: { paddingLG: 20 },
      Modal: { borderRadiusLG: 12, titleFontSize: 15 },
      Dropdown: { paddingBlock: 5, borderRadiusLG: 8 },
      Tooltip: { borderRadius: 6, colorBgSpotlight: inDark ? '#33363C' : '#1B1D21' },
    },
  };
}
