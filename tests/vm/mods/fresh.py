x = 'longer than it was before'
