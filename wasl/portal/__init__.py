"""The public face: home, services, policy, filing, tracking, answering what is asked."""
