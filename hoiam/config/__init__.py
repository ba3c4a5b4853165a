"""The one room that knows all others: settings, addresses, the console command."""
