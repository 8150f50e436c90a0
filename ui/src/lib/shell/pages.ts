import Activity from '@lucide/svelte/icons/activity';
import Drama from '@lucide/svelte/icons/drama';
import LayoutDashboard from '@lucide/svelte/icons/layout-dashboard';
import ServerCog from '@lucide/svelte/icons/server-cog';
import Users from '@lucide/svelte/icons/users';
import Wallet from '@lucide/svelte/icons/wallet';

/** The pages there are; the menu, the palette and `g` + letter all read this. */
export const pages = [
  { href: '/', label: 'Overview', key: 'o', Icon: LayoutDashboard },
  { href: '/live', label: 'Live', key: 'l', Icon: Activity },
  { href: '/agents', label: 'Agents', key: 'a', Icon: Users },
  { href: '/personas', label: 'Personas', key: 'p', Icon: Drama },
  { href: '/costs', label: 'Costs', key: 'c', Icon: Wallet },
  { href: '/system', label: 'Health', key: 'h', Icon: ServerCog },
] as const;

/** Pages in the bar of a small screen; the palette behind its “More” has all of them. */
export const pagesOnSmallScreens = 3;
