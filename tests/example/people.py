"""The example ledger's customers. Nobody of them exists, and no telephone has one of these numbers."""

# id, name, phone, e-mail; what follows in the file is the last column.
PEOPLE = (
    ("c4f7qx", "张伟 Zhang Wei", "+86 100 0000 0101", "zhang.wei@example.cn", 'tags = ["regular", "desk-back"]\nsource = "wechat"\nprefers = ["wang"]\ncreated = 2025-03-04\n\n[[note]]\nat = 2026-10-12T11:05:00+08:00\ntext = "Left shoulder: start gently. 左肩轻一点。"\nby = "wang"'),
    ("c8hm3t", "刘洋 Liu Yang", "+86 100 0000 0102", "liu.yang@example.cn", 'tags = ["regular"]\nprefers = ["li"]\ncreated = 2025-05-18'),
    ("c2rk9d", "Emily Carter", "+44 7700 900103", "emily.carter@example.com", 'language = "en"\ntags = ["regular", "yoga"]\nprefers = ["anna"]\ncreated = 2025-06-01\n\n[[note]]\nat = 2026-09-02T17:40:00+08:00\ntext = "Allergic to lavender oil."\nby = "anna"'),
    ("cx5w7n", "陈思思 Chen Sisi", "+86 100 0000 0104", "sisi@example.cn", 'birthday = 1994-11-24\ntags = ["yoga"]\nsource = "friend"\ncreated = 2025-07-22'),
    ("c9p2vb", "Maximilian Alexander von Hohenberg-Rautenstrauch", "+49 30 23125 105", "max.hohenberg@example.com", 'language = "en"\nsource = "hotel"\ncreated = 2025-08-14'),
    ("c6jd4s", "赵丽华 Zhao Lihua", "+86 100 0000 0106", "lihua.zhao@example.cn", "created = 2025-08-30"),
    ("ch3y8k", "James O'Connor", "+1 202 555 0107", "james.oconnor@example.com", 'language = "en"\ntags = ["runner"]\nprefers = ["wang"]\ncreated = 2025-09-03'),
    ("cq7t2g", "周建平 Zhou Jianping", "+86 100 0000 0108", None, 'source = "walk-in"\ncreated = 2025-09-11'),
    ("cv4n6z", "吴秀英 Wu Xiuying", "+86 100 0000 0109", None, 'birthday = 1951-02-08\ntags = ["senior"]\nprefers = ["li"]\ncreated = 2025-09-20\n\n[[note]]\nat = 2026-11-03T15:10:00+08:00\ntext = "Does not use WeChat: please ring. 请打电话。"\nby = "desk"'),
    ("c5b8rm", "Sofia Rossi", "+39 06 0000 0110", "sofia.rossi@example.com", 'language = "en"\ntags = ["yoga"]\ncreated = 2025-10-02'),
    ("ct9x3h", "徐静文 Xu Jingwen", "+86 100 0000 0111", "jingwen@example.cn", 'prefers = ["anna"]\ncreated = 2025-10-17'),
    ("c7e5wk", "孙浩 Sun Hao", "+86 100 0000 0112", "sun.hao@example.cn", 'tags = ["desk-back"]\nsource = "company"\ncreated = 2025-11-05'),
    ("cd2g6p", "Hannah Müller", "+49 30 23125 113", "hannah.mueller@example.com", 'language = "en"\ncreated = 2025-11-21'),
    ("cn8s4v", "马晓东 Ma Xiaodong", "+86 100 0000 0114", None, "created = 2025-12-09"),
    ("c3z7jt", "朱琳 Zhu Lin", "+86 100 0000 0115", "zhu.lin@example.cn", 'tags = ["runner", "regular"]\nprefers = ["wang"]\ncreated = 2026-01-06'),
    ("cg6q9y", "Oliver Smith", "+44 7700 900116", "oliver.smith@example.com", 'language = "en"\ncreated = 2026-01-19'),
    ("cw4k2f", "胡建国 Hu Jianguo", "+86 100 0000 0117", "jianguo.hu@example.cn", "created = 2026-02-23"),
    ("cr8d5x", "郭晓明 Guo Xiaoming", "+86 100 0000 0118", "guo@example.cn", 'source = "wechat"\ncreated = 2026-03-08'),
    ("c2m7hb", "Priya Natarajan", "+1 202 555 0119", "priya@example.com", 'language = "en"\ntags = ["yoga"]\nprefers = ["anna"]\ncreated = 2026-03-15'),
    ("ck9v3w", "何雨欣 He Yuxin", "+86 100 0000 0120", "yuxin.he@example.cn", "created = 2026-04-02"),
    ("cy6t4n", "林志远 Lin Zhiyuan", "+86 100 0000 0121", "zhiyuan@example.cn", 'tags = ["regular"]\ncreated = 2026-04-11'),
    ("c5s8qd", "Lucas Dubois", "+33 1 99 00 01 22", "lucas.dubois@example.com", 'language = "en"\nsource = "hotel"\ncreated = 2026-05-09'),
    ("cf3x7g", "罗敏 Luo Min", "+86 100 0000 0123", None, "created = 2026-05-27"),
    ("cz9h2r", "梁家宁 Liang Jianing", "+86 100 0000 0124", "liang@example.cn", "created = 2026-06-13"),
    ("c8w5kp", "Grace Kim 김은혜", "+82 2 0000 0125", "grace.kim@example.com", 'language = "en"\ntags = ["yoga"]\ncreated = 2026-07-01'),
    ("cb4t6m", "宋佳怡 Song Jiayi", "+86 100 0000 0126", "jiayi@example.cn", 'prefers = ["anna"]\ncreated = 2026-07-19'),
    ("cp7n3s", "唐雪 Tang Xue", "+86 100 0000 0127", "tangxue@example.cn", "created = 2026-08-08"),
    ("c6v9yd", "Ahmed Hassan", "+44 7700 900128", "ahmed.hassan@example.com", 'language = "en"\ncreated = 2026-09-14'),
    ("cj2r8w", "邓立 Deng Li", "+86 100 0000 0129", "dengli@example.cn", 'created = 2026-10-05\n\n# Their own numbering at the company he comes from.\n[fields]\ncard = "SW-0129"'),
    ("cs5g4z", "Mia Johansson", "+46 8 0000 0130", "mia.johansson@example.com", 'language = "en"\nsource = "friend"\ncreated = 2026-11-16'),
)  # fmt: skip


def customer_files() -> dict[str, str]:
    """Each customer's file by path, keys in the order of the specification."""
    return {f"customers/{row[0]}.toml": _text(row) for row in PEOPLE}


def _text(row: tuple[str, str, str, str | None, str]) -> str:
    _, name, phone, email, more = row
    mail = f'email = "{email}"\n' if email else ""
    return f'name = "{name}"\nphone = "{phone}"\n{mail}{more}\n'
