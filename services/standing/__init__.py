"""How people stand: agencies, scores, lists, courts, complaints."""
