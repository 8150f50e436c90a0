import Activity from '@lucide/svelte/icons/activity';
import Clock from '@lucide/svelte/icons/clock-3';
import Drama from '@lucide/svelte/icons/drama';
import HeartHandshake from '@lucide/svelte/icons/heart-handshake';
import LayoutDashboard from '@lucide/svelte/icons/layout-dashboard';
import ScrollText from '@lucide/svelte/icons/scroll-text';
import ServerCog from '@lucide/svelte/icons/server-cog';
import Settings from '@lucide/svelte/icons/settings-2';
import Users from '@lucide/svelte/icons/users';
import Wallet from '@lucide/svelte/icons/wallet';

/** The pages there are; the menu, the palette and `g` + letter all read this. */
export const pages = [
  { href: '/', label: 'Overview', key: 'o', Icon: LayoutDashboard },
  { href: '/live', label: 'Live', key: 'l', Icon: Activity },
  { href: '/agents', label: 'Agents', key: 'a', Icon: Users },
  { href: '/personas', label: 'Personas', key: 'p', Icon: Drama },
  { href: '/timing', label: 'Timing', key: 't', Icon: Clock },
  { href: '/costs', label: 'Costs', key: 'c', Icon: Wallet },
  { href: '/effect', label: 'Effect', key: 'e', Icon: HeartHandshake },
  { href: '/system', label: 'Health', key: 'h', Icon: ServerCog },
  { href: '/audit', label: 'Audit', key: 'u', Icon: ScrollText },
  { href: '/settings', label: 'Settings', key: 's', Icon: Settings },
] as const;

/** Pages in the bar of a small screen; the palette behind its “More” has all of them. */
export const pagesOnSmallScreens = 3;
