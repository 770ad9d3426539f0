"""The public site: home page, services, policy, filing, tracking, and answers to questions."""
