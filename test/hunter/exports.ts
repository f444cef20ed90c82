type Cell = string | number | boolean | Date;

/** A sheet in the shape of an export, and which columns a careful person would choose in it. */
export interface Export {
  readonly name: string;
  readonly headers: readonly string[];
  /** In the order of the headers; cells that are left out are blank. */
  readonly rows: readonly { readonly [header: string]: Cell }[];
  readonly found: { readonly [parameter: string]: string };
}

const day = new Date(Date.UTC(2026, 4, 1));
const commas = (text: string) => text.split(",");

export const EXPORTS: readonly Export[] = [
  {
    name: "LinkedIn, connections",
    headers: commas("First Name,Last Name,URL,Email Address,Company,Position,Connected On"),
    rows: [
      {
        "First Name": "Priya",
        "Last Name": "Sharma, PhD",
        URL: "https://www.linkedin.com/in/priya-sharma-1a2b",
        Company: "Stripe, Inc.",
        Position: "Technical Recruiter",
        "Connected On": "12 Mar 2024",
      },
      {
        "First Name": "Ada",
        "Last Name": "Lovelace",
        URL: "https://www.linkedin.com/in/ada-example",
        "Email Address": "ada@one.example",
        Company: "E.ON",
        Position: "Engineer",
        "Connected On": day,
      },
    ],
    found: { first_name: "First Name", last_name: "Last Name", email: "Email Address", company: "Company" },
  },
  {
    name: "LinkedIn, connections without rows",
    headers: commas("First Name,Last Name,URL,Email Address,Company,Position,Connected On"),
    rows: [],
    found: { first_name: "First Name", last_name: "Last Name", email: "Email Address", company: "Company" },
  },
  {
    name: "Apollo, people",
    headers: commas(
      "First Name,Last Name,Title,Company,Company Name for Emails,Email,Email Status,Email Confidence,Seniority,Departments,Contact Owner,Work Direct Phone,Mobile Phone,Corporate Phone,Stage,Lists,Last Contacted,Account Owner,# Employees,Industry,Keywords,Person Linkedin Url,Website,Company Linkedin Url,Facebook Url,Twitter Url,City,State,Country,Company Address,Annual Revenue,Secondary Email,Tertiary Email,Apollo Contact Id,Apollo Account Id",
    ),
    rows: [
      {
        "First Name": "Ann",
        "Last Name": "Lee",
        Title: "Head of Talent",
        Company: "Acme Robotics",
        "Company Name for Emails": "Acme",
        Email: "ann@acme.example",
        "Email Status": "Verified",
        "Contact Owner": "coach@school.example",
        Lists: "Partners",
        "Last Contacted": day,
        "Account Owner": "coach@school.example",
        "# Employees": 51,
        "Person Linkedin Url": "http://www.linkedin.com/in/annlee",
        Website: "http://www.acme.example",
        "Company Linkedin Url": "http://www.linkedin.com/company/acme",
        "Secondary Email": "ann.lee@mail.example",
        "Apollo Contact Id": "66f1c0ffee0123456789abcd",
        "Apollo Account Id": "66f1c0ffee0123456789abce",
      },
    ],
    found: {
      first_name: "First Name",
      last_name: "Last Name",
      company: "Company",
      email: "Email",
      domain: "Website",
      linkedin_handle: "Person Linkedin Url",
    },
  },
  {
    name: "Apollo, accounts",
    headers: commas(
      "Company Name,Company Name for Emails,# Employees,Industry,Website,Company Linkedin Url,Company Country,Keywords,Apollo Record Id,Short Description,Founded Year,Subsidiary of (Organization ID)",
    ),
    rows: [
      {
        "Company Name": "Acme Robotics",
        "Company Name for Emails": "Acme",
        "# Employees": 51,
        Website: "http://www.acme.example",
        "Company Linkedin Url": "http://www.linkedin.com/company/acme",
        "Apollo Record Id": "66f1c0ffee0123456789abcd",
        "Founded Year": 1999,
      },
    ],
    found: { company: "Company Name", domain: "Website" },
  },
  {
    name: "Sales Navigator, by a browser extension",
    headers: commas(
      "profileUrl,fullName,firstName,lastName,companyName,title,companyId,companyUrl,regularCompanyUrl,summary,titleDescription,industry,companyLocation,location,durationInRole,durationInCompany,connectionDegree,profileImageUrl,sharedConnectionsCount,name,vmid,isPremium,isOpenLink,query,timestamp",
    ),
    rows: [
      {
        profileUrl: "https://www.linkedin.com/sales/lead/ACwAA",
        fullName: "Ann Lee",
        firstName: "Ann",
        lastName: "Lee",
        companyName: "Acme Robotics",
        title: "CTO",
        companyId: 123_456,
        companyUrl: "https://www.linkedin.com/sales/company/123456",
        regularCompanyUrl: "https://www.linkedin.com/company/123456",
        name: "Ann Lee",
        isPremium: true,
        timestamp: "2026-11-01T09:00:00.000Z",
      },
    ],
    found: {
      full_name: "fullName",
      first_name: "firstName",
      last_name: "lastName",
      company: "companyName",
    },
  },
  {
    name: "Sales Navigator, enriched",
    headers: commas(
      "First Name,Last Name,Full Name,Prospect Position,Company Name,Company Domain,Company Website,Company LinkedIn URL,Company Employee Count,LinkedIn Profile URL,Email,Email Status,Is Premium,Years in Company",
    ),
    rows: [
      {
        "First Name": "Ann",
        "Last Name": "Lee",
        "Full Name": "Ann Lee",
        "Company Name": "Acme Robotics",
        "Company Domain": "acme.example",
        "Company Website": "https://www.acme.example/",
        "Company LinkedIn URL": "https://www.linkedin.com/company/acme",
        "LinkedIn Profile URL": "https://www.linkedin.com/in/annlee",
        Email: "ann@acme.example",
      },
    ],
    found: {
      first_name: "First Name",
      last_name: "Last Name",
      full_name: "Full Name",
      company: "Company Name",
      domain: "Company Domain",
      email: "Email",
      linkedin_handle: "LinkedIn Profile URL",
    },
  },
  {
    name: "Google Contacts",
    headers: commas(
      "First Name,Middle Name,Last Name,Phonetic First Name,Phonetic Middle Name,Phonetic Last Name,Name Prefix,Name Suffix,Nickname,File As,Organization Name,Organization Title,Organization Department,Birthday,Notes,Photo,Labels,E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Label,E-mail 2 - Value,Phone 1 - Label,Phone 1 - Value,Address 1 - Label,Address 1 - Formatted,Website 1 - Label,Website 1 - Value",
    ),
    rows: [
      {
        "First Name": "Grace",
        "Middle Name": "Brewster",
        "Last Name": "Hopper",
        Nickname: "Amazing Grace",
        "Organization Name": "US Navy",
        "Organization Title": "Rear Admiral",
        Labels: "* myContacts ::: Navy",
        "E-mail 1 - Label": "* Work",
        "E-mail 1 - Value": "grace@navy.example",
        "E-mail 2 - Label": "Other",
        "E-mail 2 - Value": "grace@mail.example",
        "Website 1 - Label": "Blog",
        "Website 1 - Value": "https://hopper.example/grace",
      },
    ],
    found: {
      first_name: "First Name",
      last_name: "Last Name",
      company: "Organization Name",
      email: "E-mail 1 - Value",
    },
  },
  {
    name: "Google Contacts, of before",
    headers: commas(
      "Name,Given Name,Additional Name,Family Name,Yomi Name,Given Name Yomi,Nickname,Group Membership,E-mail 1 - Type,E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value,Organization 1 - Name,Organization 1 - Title",
    ),
    rows: [
      {
        Name: "Grace Hopper",
        "Given Name": "Grace",
        "Family Name": "Hopper",
        "Group Membership": "* myContacts",
        "E-mail 1 - Value": "grace@navy.example",
        "Organization 1 - Name": "US Navy",
        "Organization 1 - Title": "Rear Admiral",
      },
    ],
    found: {
      full_name: "Name",
      first_name: "Given Name",
      last_name: "Family Name",
      email: "E-mail 1 - Value",
      company: "Organization 1 - Name",
    },
  },
  {
    name: "Outlook",
    headers: commas(
      "Title,First Name,Middle Name,Last Name,Suffix,Company,Department,Job Title,Business Street,Business City,Business Country/Region,Home Street,Assistant's Phone,Business Phone,Company Main Phone,Mobile Phone,Account,Anniversary,Assistant's Name,Birthday,Categories,E-mail Address,E-mail Type,E-mail Display Name,E-mail 2 Address,E-mail 2 Type,E-mail 2 Display Name,Gender,Government ID Number,Initials,Manager's Name,Notes,Organizational ID Number,Referred By,Spouse,User 1,Web Page",
    ),
    rows: [
      {
        Title: "Dr.",
        "First Name": "Ann",
        "Last Name": "Lee",
        Company: "Acme Robotics",
        "E-mail Address": "ann@acme.example",
        "E-mail Type": "SMTP",
        "E-mail Display Name": "Ann Lee (ann@acme.example)",
        "E-mail 2 Address": "ann@mail.example",
        "Manager's Name": "Bob Roe",
        Spouse: "Cy Lee",
      },
    ],
    found: { first_name: "First Name", last_name: "Last Name", company: "Company", email: "E-mail Address" },
  },
  {
    name: "Outlook, in German",
    headers: commas(
      "Anrede,Vorname,Weitere Vornamen,Nachname,Suffix,Firma,Abteilung,Position,Straße geschäftlich,Ort geschäftlich,Telefon geschäftlich,Name Assistent,Geburtstag,E-Mail-Adresse,E-Mail-Typ,E-Mail: Angezeigter Name,E-Mail 2: Adresse,E-Mail 2: Typ,Name des Vorgesetzten,Webseite",
    ),
    rows: [
      {
        Anrede: "Frau",
        Vorname: "Änne",
        Nachname: "von der Heide",
        Firma: "Dr.Oetker",
        "Name Assistent": "Bo Roe",
        "E-Mail-Adresse": "aenne@firma.example",
        "E-Mail: Angezeigter Name": "Änne von der Heide (aenne@firma.example)",
        "E-Mail 2: Adresse": "aenne@mail.example",
        Webseite: "www.firma.example",
      },
    ],
    found: {
      first_name: "Vorname",
      last_name: "Nachname",
      company: "Firma",
      email: "E-Mail-Adresse",
      domain: "Webseite",
    },
  },
  {
    name: "HubSpot, contacts",
    headers: commas(
      "Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Last Activity Date,Lead Status,Marketing contact status,Create Date,Associated Company,Associated Company IDs,Primary Associated Company ID,Email Domain,Website URL",
    ),
    rows: [
      {
        "Record ID": 51,
        "First Name": "Ann",
        "Last Name": "Lee",
        Email: "ann@mail.example",
        "Contact owner": "Coach One (coach@school.example)",
        "Last Activity Date": day,
        "Lead Status": "Open",
        "Associated Company": "Acme Robotics",
        "Associated Company IDs": 7001,
        "Primary Associated Company ID": 7001,
        "Website URL": "http://acme.example",
      },
    ],
    found: {
      first_name: "First Name",
      last_name: "Last Name",
      email: "Email",
      company: "Associated Company",
      domain: "Website URL",
    },
  },
  {
    name: "HubSpot, companies",
    headers: commas(
      "Record ID,Company name,Company owner,Create Date,Phone Number,Last Activity Date,City,Country/Region,Industry,Company Domain Name,Number of Employees,Associated Contact,LinkedIn Company Page",
    ),
    rows: [
      {
        "Record ID": 7001,
        "Company name": "Acme Robotics",
        "Company owner": "Coach One",
        "Create Date": day,
        "Company Domain Name": "acme.example",
        "Number of Employees": 51,
        "Associated Contact": "Ann Lee (ann@mail.example)",
        "LinkedIn Company Page": "https://www.linkedin.com/company/acme",
      },
    ],
    found: { company: "Company name", domain: "Company Domain Name" },
  },
  {
    name: "Handshake-like, students and their applications",
    headers: commas(
      "Student ID,Student First Name,Student Last Name,Student Email,School Year,Major,GPA,Employer ID,Employer Name,Job ID,Job Title,Job URL,Application Status,Applied On,Career Coach,Coach Email,Primary Recruiter Email",
    ),
    rows: [
      {
        "Student ID": 901,
        "Student First Name": "Ann",
        "Student Last Name": "Lee",
        "Student Email": "ann@school.example",
        "School Year": "Senior",
        "Employer ID": 33,
        "Employer Name": "Acme Robotics",
        "Job URL": "https://school.joinhandshake.com/jobs/1",
        "Applied On": day,
        "Career Coach": "Cy Doe",
        "Coach Email": "coach@school.example",
        "Primary Recruiter Email": "hr@acme.example",
      },
    ],
    found: {
      first_name: "Student First Name",
      last_name: "Student Last Name",
      email: "Student Email",
      company: "Employer Name",
    },
  },
  {
    name: "Handshake-like, employers and contacts",
    headers: commas(
      "Employer ID,Employer,Employer Website,Company size,Contact,Contact Email,Contact Title,Contact Owner,Last contacted,Approved On",
    ),
    rows: [
      {
        "Employer ID": 33,
        Employer: "7-11",
        "Employer Website": "https://www.acme.example/careers",
        "Company size": "11-50",
        Contact: "Lee, Ann",
        "Contact Email": "Ann Lee <ann@acme.example>",
        "Contact Owner": "Coach One",
        "Last contacted": "May 5, 2026",
        "Approved On": day,
      },
    ],
    found: {
      company: "Employer",
      domain: "Employer Website",
      email: "Contact Email",
      full_name: "Contact",
    },
  },
  {
    name: "a student system, whole names and two addresses of the same standing",
    headers: commas(
      "PIDM,Student Name,Preferred Name,Home Email,University Email,Parent Email,Advisor,Advisor Email,Degree,Grad Date,Hold Flag,Last Login",
    ),
    rows: [
      {
        PIDM: "00044412",
        "Student Name": "Lee, Ann",
        "Preferred Name": "Annie",
        "Home Email": "ann@mail.example",
        "University Email": "alee@school.example",
        "Parent Email": "mum@mail.example",
        Advisor: "Cy Doe",
        "Advisor Email": "cdoe@school.example",
        "Grad Date": day,
        "Hold Flag": "N",
        "Last Login": "2026-11-01 09:00",
      },
    ],
    found: { full_name: "Student Name" },
  },
  {
    name: "a student system, ids and flags",
    headers: commas(
      "Candidate ID,Person ID,Company ID,Is Employer,Has Website,Opt In Email,First Gen,Last Term",
    ),
    rows: [
      {
        "Candidate ID": "C-100",
        "Person ID": 7,
        "Company ID": "ACME-7",
        "Is Employer": true,
        "Has Website": "yes",
        "Opt In Email": "Yes",
        "First Gen": "N",
        "Last Term": "Spring",
      },
    ],
    found: {},
  },
  {
    name: "after a find run of ours",
    headers: commas("Name,Company,Found email,Finder status,Finder score,Found domain,Huntsheet status"),
    rows: [
      {
        Name: "Ann Lee",
        Company: "Acme Robotics",
        "Found email": "ann@acme.example",
        "Finder status": "found",
        "Finder score": 97,
        "Found domain": "acme.example",
        "Huntsheet status": "done (lead 7 created) for ann@acme.example",
      },
    ],
    found: { full_name: "Name", company: "Company" },
  },
  {
    name: "a list of companies",
    headers: commas("Name,Website,Industry,Size,LinkedIn,Careers page"),
    rows: [
      {
        Name: "Acme Robotics",
        Website: "acme.example",
        Size: "11-50",
        LinkedIn: "https://www.linkedin.com/company/acme",
        "Careers page": "https://boards.greenhouse.io/acme",
      },
    ],
    found: { domain: "Website" },
  },
  {
    name: "job posts",
    headers: commas("Company,Job title,Location,Salary,Posting,Date posted,Source"),
    rows: [
      {
        Company: "J.Crew",
        "Job title": "Buyer",
        Salary: "50-60k",
        Posting: "https://www.indeed.com/viewjob?jk=1",
        "Date posted": day,
        Source: "indeed.com",
      },
    ],
    found: { company: "Company" },
  },
  {
    name: "French",
    headers: commas(
      "Civilité,Nom,Prénom,Adresse e-mail,E-mail du conseiller,Entreprise actuelle,Site web,Profil LinkedIn,N° étudiant,Date d'inscription,Téléphone",
    ),
    rows: [
      {
        Civilité: "Mme",
        Nom: "O’Brien",
        Prénom: "Zoé",
        "Adresse e-mail": "zoe@ecole.example",
        "E-mail du conseiller": "conseil@ecole.example",
        "Entreprise actuelle": "Société Générale",
        "Site web": "https://www.societe.example/",
        "Profil LinkedIn": "https://www.linkedin.com/in/zoe",
        "N° étudiant": 12,
        "Date d'inscription": day,
      },
    ],
    found: {
      last_name: "Nom",
      first_name: "Prénom",
      email: "Adresse e-mail",
      company: "Entreprise actuelle",
      domain: "Site web",
    },
  },
  {
    name: "Spanish",
    headers: commas(
      "Nombre,Apellidos,Correo electrónico,Empresa,Página web,ID de empresa,Tamaño de la empresa,Fecha de contacto,Correo del tutor",
    ),
    rows: [
      {
        Nombre: "José",
        Apellidos: "García y Vega",
        "Correo electrónico": "jose@uni.example",
        Empresa: "El Corte",
        "Página web": "www.corte.example",
        "ID de empresa": 8,
        "Tamaño de la empresa": "11-50",
        "Fecha de contacto": day,
        "Correo del tutor": "tutor@uni.example",
      },
    ],
    found: {
      first_name: "Nombre",
      last_name: "Apellidos",
      email: "Correo electrónico",
      company: "Empresa",
      domain: "Página web",
    },
  },
  {
    name: "Portuguese, whole names",
    headers: commas("Nome,E-mail institucional,Empresa atual,Cargo,Data de contato,Orientador"),
    rows: [
      {
        Nome: "João da Silva",
        "E-mail institucional": "joao@uni.example",
        "Empresa atual": "Acme Brasil",
        Cargo: "Analista",
        "Data de contato": day,
        Orientador: "Cy Doe",
      },
    ],
    found: { first_name: "Nome", email: "E-mail institucional", company: "Empresa atual" },
  },
  {
    name: "Dutch",
    headers: commas(
      "Voornaam,Tussenvoegsel,Achternaam,E-mailadres,Bedrijf,Bedrijfsgrootte,Website,Studentnummer",
    ),
    rows: [
      {
        Voornaam: "Jan",
        Tussenvoegsel: "van den",
        Achternaam: "Berg",
        "E-mailadres": "jan@school.example",
        Bedrijf: "Albert Hoorn",
        Bedrijfsgrootte: "11-50",
        Website: "https://www.hoorn.example",
        Studentnummer: 500_123,
      },
    ],
    found: {
      first_name: "Voornaam",
      last_name: "Achternaam",
      email: "E-mailadres",
      company: "Bedrijf",
      domain: "Website",
    },
  },
];

/** The cells of an export's rows, in the order of its headers. */
export function cellsOf({ headers, rows }: Export): Cell[][] {
  return rows.map((row) => headers.map((header) => row[header] ?? ""));
}
