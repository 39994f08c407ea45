"""Asking for a practice, what became of it, taking it back, answering the staff, in Spanish."""

TEXTS = {
    "request.sign_in_first": (
        "Para eso necesito saber quién es usted. Primero inicie sesión y luego abra otra vez este chat. "
        "El administrador de un consultorio puede pedir aquí que se active 2FA."
    ),
    "request.which": "¿Para qué consultorio es? Cada uno lleva su propia solicitud.",
    "request.only_yours": (
        "Solo puedo pedirlo para un consultorio que usted administra. En su caso: {practices}."
    ),
    "request.only_where_you_work": "Solo puedo ayudar con un consultorio donde usted trabaja.",
    "request.confirm": "Pediré al equipo de ThoroughCare que active la autenticación de dos factores en {practice}.",
    "request.confirm_join": (
        "{name} ya lo pidió para {practice} el {asked_on}, y la solicitud sigue abierta. "
        "Puedo añadir su nombre, para que usted también reciba la respuesta."
    ),
    "request.touches": (
        "Allí trabajan {members} personas: {names}. Cuando se apruebe, cada una podrá configurarla. "
        "Quien la haya configurado escribirá un código de 6 dígitos cada vez que inicie sesión, en todos los "
        "consultorios donde trabaje."
    ),
    "request.touches_one": (
        "Allí trabaja una persona: {names}. Cuando se apruebe, se podrá configurar. "
        "Quien la haya configurado escribirá un código de 6 dígitos cada vez que inicie sesión, en todos los "
        "consultorios donde trabaje."
    ),
    "request.more": "{more} más",
    "request.shared": "{shared} de ellas trabajan también en otros consultorios.",
    "request.shared_one": "Una de ellas trabaja también en otros consultorios.",
    "request.shall_i": "¿La envío? Pulse Send request para enviarla o Not now para dejarlo.",
    "request.back": "Volviendo a su solicitud para {practice}: ¿la envío? Pulse Send request o Not now.",
    "request.not_sent": "De acuerdo, no se envió nada. Puede pedírmelo otra vez cuando quiera.",
    "request.asked": (
        "Listo. Su solicitud para {practice} ya la tiene el equipo de ThoroughCare. "
        "Allí decide una persona, y la respuesta aparecerá aquí mismo y en su correo. "
        "Hasta entonces no tiene que hacer nada más."
    ),
    "request.joined": (
        "Listo. Su nombre está ahora en la solicitud para {practice}. "
        "La respuesta aparecerá aquí mismo y en su correo."
    ),
    "request.already_asked": "Usted ya la pidió para {practice} el {asked_on}. La solicitud está pendiente y el equipo de ThoroughCare todavía no ha decidido. La respuesta aparecerá aquí mismo.",
    "request.already_on": "La autenticación de dos factores ya está activada en {practices}, desde el {since}.",
    "request.already_on_many": "La autenticación de dos factores ya está activada en {practices}.",
    "request.not_admin": (
        "Solo un administrador del consultorio puede pedir a ThoroughCare que active la autenticación de dos factores, "
        "así que no puedo enviarlo por usted."
    ),
    "request.admin": "En {practice}, la persona que administra es {names}. Pídale que abra el chat de ayuda.",
    "request.admins": "En {practice}, las personas que administran son {names}. Pida a una de ellas que abra el chat de ayuda.",
    "request.no_admin": (
        "{practice} no tiene administrador en nuestros registros. Una persona de ThoroughCare puede ayudar: dígamelo."
    ),
    "request.somebody_asked": (
        "Buenas noticias: {name} ya lo pidió para {practice} el {asked_on}. "
        "El equipo de ThoroughCare todavía no ha decidido."
    ),
    "request.taken_back": "Listo. La solicitud para {practice} está retirada. Puede enviar otra cuando quiera.",
    "request.not_open": "Esa solicitud ya no está abierta, así que no hay nada que retirar.",
    "request.not_allowed": "No pude hacerlo, porque ahora usted no es administrador de ese consultorio.",
    "request.approved": (
        "Buenas noticias: ThoroughCare activó la autenticación de dos factores en {practice}. "
        "Todas las personas que trabajan allí ya pueden configurarla en su Account Settings, o conmigo."
    ),
    "request.declined": (
        "ThoroughCare no aprobó la solicitud para {practice}. El motivo que dieron:\n\n"
        "{reason}\n\n"
        "Puede enviar otra solicitud cuando eso esté resuelto, o hablar con una persona."
    ),
    "request.finished": (
        "Buenas noticias: todos los que trabajan en {practice} ya configuraron la autenticación de dos factores "
        "({members} en total). No le queda nada por hacer."
    ),
    "request.withdrawn": "La solicitud para {practice} fue retirada. No cambió nada para nadie.",
    "request.refused": (
        "La solicitud para {practice} no se pudo aprobar, porque la persona que la envió "
        "ya no es administradora allí. Un administrador actual puede enviar otra."
    ),
    "status.no_practice": "No encuentro ningún consultorio donde usted trabaje, así que no tengo nada que contar.",
    "status.all": "{lines}",
    "status.line": "{practice}: {standing}",
    "status.on": "activada desde el {since}.",
    "status.on_count": "{set_up} de {members} personas ya la configuraron. Activada desde el {since}.",
    "status.not_asked": "la autenticación de dos factores no está activada y nadie la ha pedido. Puede pedirla aquí.",
    "status.not_asked_member": (
        "la autenticación de dos factores no está activada y nadie la ha pedido. La puede pedir quien administra: {names}."
    ),
    "status.not_asked_no_admin": "la autenticación de dos factores no está activada y nadie la ha pedido.",
    "status.pending": (
        "{name} la pidió el {asked_on}. El equipo de ThoroughCare todavía no ha decidido. Allí decide una persona."
    ),
    "status.more_information": (
        "{name} la pidió el {asked_on}. Antes de decidir, el equipo de ThoroughCare quiere saber: {question}"
    ),
    "status.approved": "la autenticación de dos factores estuvo activada y ahora está desactivada.",
    "status.declined": "{name} la pidió el {asked_on}. ThoroughCare no la aprobó. El motivo: {reason}",
    "status.declined_for_members": "{name} la pidió el {asked_on}. ThoroughCare no la aprobó.",
    "status.withdrawn": "{name} la pidió el {asked_on}, y la solicitud fue retirada.",
    "status.refused": (
        "{name} la pidió el {asked_on}. No se pudo aprobar, porque quien la pidió ya no administra el consultorio."
    ),
    "withdraw.none": (
        "No hay ninguna solicitud abierta de un consultorio que usted administre, así que no hay nada que retirar."
    ),
    "withdraw.not_yours": (
        "{name} envió la solicitud para {practice}. Solo quienes la pidieron pueden retirarla; hable con {name}, por favor."
    ),
    "withdraw.which": "¿Qué solicitud quiere retirar?",
    "withdraw.confirm": (
        "La solicitud para {practice} del {asked_on} sigue abierta. "
        "¿La retiro? Entonces el equipo de ThoroughCare no decidirá sobre ella."
    ),
    "withdraw.kept": "De acuerdo. La solicitud sigue abierta.",
    "answer.question": (
        "Antes de decidir sobre {practice}, el equipo de ThoroughCare pregunta:\n\n{question}\n\n"
        "Escriba su respuesta en el próximo mensaje. Se la muestro una vez más antes de enviarla."
    ),
    "answer.waiting": (
        "El equipo de ThoroughCare tiene una pregunta sobre su solicitud para {practice}:\n\n{question}\n\n"
        "Puede contestar cuando termine aquí."
    ),
    "answer.confirm": "¿Envío esta respuesta al equipo de ThoroughCare?\n\n{answer}",
    "answer.later": "De acuerdo, no se envió nada. La pregunta queda abierta hasta que la conteste.",
    "answer.sent": "Enviado. El equipo de ThoroughCare tiene su respuesta sobre {practice}, y ahora decide.",
    "answer.closed": "Esa pregunta ya no está abierta. No se envió nada.",
    "answer.bad_text": "No pude enviarlo. Una respuesta tiene como máximo {most} caracteres; hágala más corta, por favor.",
    "request.confirm_all": "¿Pido al equipo de ThoroughCare que active la autenticación de dos factores en {practices}? Cada consultorio tiene su propia solicitud.",
    "request.people_at": "• {practice}: {members} personas",
    "status.yes": "Sí, está activada.",
    "status.no": "Todavía no.",
    "status.part": "Todavía no en todos.",
    "status.missing": "Faltan: {names}.",
}
